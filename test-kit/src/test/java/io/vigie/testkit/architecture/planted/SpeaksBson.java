package io.vigie.testkit.architecture.planted;

import org.bson.Document;

class SpeaksBson {

    Document document() {
        return new Document();
    }
}
