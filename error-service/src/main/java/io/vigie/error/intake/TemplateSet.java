package io.vigie.error.intake;

import io.vigie.error.storage.Versioned;
import java.util.List;
import java.util.stream.Stream;

/**
 * The templates that the errors of one set of frames have had.
 *
 * @param id the key that the errors have by their frames alone
 * @param templates hashes of them; none is ever removed
 */
record TemplateSet(String id, long rev, List<String> templates) implements Versioned {

    TemplateSet {
        templates = List.copyOf(templates);
    }

    TemplateSet with(String template) {
        return new TemplateSet(
                id,
                rev + 1,
                Stream.concat(templates.stream(), Stream.of(template)).toList());
    }
}
