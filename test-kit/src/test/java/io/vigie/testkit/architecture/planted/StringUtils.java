package io.vigie.testkit.architecture.planted;

class StringUtils {}
