package io.vigie.kit.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path, for example {@code metrics[3].name}
 * @param detail a sentence that names the limit, never what a driver or parser said
 */
public record FieldError(String field, String detail) {}
