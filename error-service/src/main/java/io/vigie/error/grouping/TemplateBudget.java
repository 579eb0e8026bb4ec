package io.vigie.error.grouping;

/** Remembers how many templates the errors of one set of frames have had. */
public interface TemplateBudget {

    /** So many templates make issues of their own; errors with further ones are grouped by their frames alone. */
    int MOST_TEMPLATES = 20;

    /**
     * Whether a template is among the first {@value #MOST_TEMPLATES} different ones of a set of frames. The answer for a template that was
     * admitted once stays true.
     *
     * @param frames the key that the error has by its frames alone
     */
    boolean admits(GroupKey frames, String template);
}
