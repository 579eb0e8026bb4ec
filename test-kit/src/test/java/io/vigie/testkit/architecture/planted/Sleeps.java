package io.vigie.testkit.architecture.planted;

class Sleeps {

    void rest() throws InterruptedException {
        Thread.sleep(1);
    }
}
