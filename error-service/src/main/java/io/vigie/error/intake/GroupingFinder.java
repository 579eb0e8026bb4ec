package io.vigie.error.intake;

import io.vigie.error.events.Grouped;
import io.vigie.error.events.Heading;
import io.vigie.error.events.Occurrence;
import io.vigie.error.grouping.ErrorText;
import io.vigie.error.grouping.Grouper;
import io.vigie.error.grouping.Grouping;
import io.vigie.error.storage.StoreUnavailableException;
import io.vigie.messaging.UnavailableException;
import org.jspecify.annotations.Nullable;

/** Groups by types, frames and templates. */
final class GroupingFinder implements GroupFinder {

    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_CULPRIT = 512;

    private final StoredTemplateBudget templates;

    GroupingFinder(StoredTemplateBudget templates) {
        this.templates = templates;
    }

    @Override
    public Grouped group(Occurrence error) throws UnavailableException {
        try {
            Grouper grouper = new Grouper((frames, template) -> templates.admits(frames, template, error.receivedAt()));
            Grouping grouping =
                    grouper.group(ErrorText.ofReport(error.service(), orNull(error.message()), orNull(error.stack())));
            String culprit = grouping.culprit();
            return new Grouped(
                    error,
                    GroupKeys.text(grouping.key()),
                    new Heading(
                            Publishing.cut(grouping.title(), LONGEST_TITLE),
                            culprit == null ? null : Publishing.cut(culprit, LONGEST_CULPRIT)));
        } catch (StoreUnavailableException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
