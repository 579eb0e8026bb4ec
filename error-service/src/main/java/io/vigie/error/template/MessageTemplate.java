package io.vigie.error.template;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with what varies replaced.
 *
 * <p>Making the template of a template changes nothing. Reading takes time linear in the text: every look ahead has a bound.
 *
 * @param text the template, at most {@value #LONGEST} characters
 * @param codes the codes of errors that it holds, in their order: HTTP statuses, SQL states, exit codes and the like
 */
public record MessageTemplate(String text, List<String> codes) {

    public static final int LONGEST = 1024;

    /** What is read of a text; what stands behind it says nothing new. */
    static final int READ = 2048;

    public MessageTemplate {
        codes = List.copyOf(codes);
    }

    /** How often a text is read at most: what one reading puts together, the next may see as one. */
    private static final int READINGS = 6;

    public static MessageTemplate of(String message) {
        MessageTemplate template = read(message.length() > READ ? message.substring(0, READ) : message);
        for (int reading = 1; reading < READINGS; reading++) {
            MessageTemplate again = read(template.text());
            if (again.equals(template)) {
                break;
            }
            template = again;
        }
        return template;
    }

    private static MessageTemplate read(String message) {
        List<Piece> pieces = Wording.unify(new TemplateReader(message).read());
        StringBuilder text = new StringBuilder();
        List<String> codes = new ArrayList<>();
        for (Piece piece : pieces) {
            if (text.length() + piece.text().length() > LONGEST) {
                break;
            }
            text.append(piece.text());
            if (piece.is(Kind.CODE)) {
                codes.add(piece.text());
            }
        }
        return new MessageTemplate(text.toString().strip(), codes);
    }
}
