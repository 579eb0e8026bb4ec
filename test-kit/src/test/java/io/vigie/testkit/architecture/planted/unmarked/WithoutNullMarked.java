package io.vigie.testkit.architecture.planted.unmarked;

class WithoutNullMarked {}
