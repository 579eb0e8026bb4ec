package io.vigie.error.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes one of what says the same of one thing and of many: lists, plurals, durations of several parts. */
final class Wording {

    private static final Set<String> JOINERS = Set.of("and", "or", "et", "ou", "&");
    private static final Map<String, String> VERBS = Map.of(
            "were", "was", "are", "is", "have", "has", "ont", "a", "sont", "est", "do", "does", "étaient", "était",
            "don", "doesn");
    private static final Map<String, String> IRREGULAR = Map.of(
            "ids",
            "id",
            "skus",
            "sku",
            "people",
            "person",
            "children",
            "child",
            "indices",
            "index",
            "matrices",
            "matrix",
            "men",
            "man",
            "women",
            "woman");
    private static final Set<String> NO_PLURALS = Set.of(
            "this",
            "was",
            "is",
            "has",
            "its",
            "status",
            "access",
            "process",
            "less",
            "plus",
            "alias",
            "bus",
            "always",
            "dns",
            "https",
            "aws",
            "sans",
            "dans",
            "vous",
            "nous",
            "puis",
            "depuis",
            "après",
            "moins",
            "pas",
            "sous",
            "les",
            "des",
            "ces",
            "vers",
            "hors",
            "address",
            "tls",
            "redis",
            "kubernetes",
            "series",
            "does",
            "us",
            "as",
            "vs",
            "versus",
            "basis",
            "analysis",
            "radius",
            "corpus",
            "across",
            "gps");

    /** How far behind a number its noun and verb stand. */
    private static final int REACH = 7;

    private static final int LONGEST_UNIT = 6;

    private Wording() {}

    static List<Piece> unify(List<Piece> pieces) {
        return singular(joined(numbered(pieces)));
    }

    /** Whether an id drawn by lot has letters in it or digits only is chance: both are numbers. */
    private static List<Piece> numbered(List<Piece> pieces) {
        return pieces.stream()
                .map(piece -> piece.is(Kind.ID) || piece.is(Kind.HEX) ? Piece.placeholder(Kind.NUM) : piece)
                .toList();
    }

    /** A list of placeholders of one kind is one placeholder. */
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> out = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            out.add(piece);
            if (piece.kind().isPlaceholder()) {
                i = endOfList(pieces, i);
            }
        }
        return out;
    }

    private static int endOfList(List<Piece> pieces, int from) {
        Kind kind = pieces.get(from).kind();
        List<Piece> unit = pieces.subList(startOfUnit(pieces, from), from + 1);
        int last = from;
        int next = from + 1;
        boolean separated = false;
        while (next < pieces.size()) {
            Piece piece = pieces.get(next);
            boolean joiner = piece.is(Kind.WORD) && JOINERS.contains(piece.text());
            boolean again = kind == Kind.NUM && next > last + 1 || kind == Kind.DURATION;
            int end = next + unit.size();
            if (end <= pieces.size()
                    && (separated || unit.size() == 1 && again)
                    && pieces.subList(next, end).equals(unit)) {
                last = end - 1;
                next = last;
                separated = false;
            } else if (piece.isText(",") || piece.isText(";") || joiner) {
                separated = true;
            } else if (!piece.is(Kind.SPACE)) {
                break;
            }
            next++;
        }
        return last;
    }

    /** In "web-1, web-2" the name before the number belongs to it. */
    private static int startOfUnit(List<Piece> pieces, int index) {
        int start = index;
        while (start > 0 && start > index - LONGEST_UNIT) {
            Piece before = pieces.get(start - 1);
            if (!before.is(Kind.WORD) && !before.isText("-") && !before.isText(".") && !before.isText("#")) {
                break;
            }
            start--;
        }
        boolean whole = start == 0
                || pieces.get(start - 1).is(Kind.SPACE)
                || "[({".contains(pieces.get(start - 1).text());
        return whole ? start : index;
    }

    private static List<Piece> singular(List<Piece> pieces) {
        List<Piece> out = new ArrayList<>(pieces);
        for (int i = 0; i < out.size(); i++) {
            if (out.get(i).kind().isPlaceholder()) {
                before(out, i);
                if (out.get(i).is(Kind.NUM)) {
                    behind(out, i);
                }
            }
        }
        return out;
    }

    private static void before(List<Piece> out, int index) {
        int i = index - 1;
        while (i >= 0
                && i > index - 4
                && (out.get(i).is(Kind.SPACE) || "[:(#".contains(out.get(i).text()))) {
            i--;
        }
        if (i >= 0 && out.get(i).is(Kind.WORD)) {
            String word = out.get(i).text();
            String verb = VERBS.get(word);
            out.set(i, new Piece(Kind.WORD, verb != null ? verb : one(word)));
        }
    }

    private static void behind(List<Piece> out, int index) {
        int words = 0;
        for (int i = index + 1; i < out.size() && words < REACH; i++) {
            Piece piece = out.get(i);
            if (piece.is(Kind.WORD)) {
                String verb = VERBS.get(piece.text());
                out.set(
                        i,
                        new Piece(
                                Kind.WORD,
                                verb != null ? verb : words < 2 ? one(piece.text()) : participle(piece.text())));
                words++;
            } else if (piece.isText("(")
                    && i + 2 < out.size()
                    && out.get(i + 1).isText("s")
                    && out.get(i + 2).isText(")")) {
                out.subList(i, i + 3).clear();
                i--;
            } else if (!piece.is(Kind.SPACE) && !piece.isText("'")) {
                return;
            }
        }
    }

    private static String participle(String word) {
        return word.endsWith("és") || word.endsWith("ées") ? word.substring(0, word.length() - 1) : word;
    }

    /** The same word whether it is one or many; applied again it changes nothing more. */
    static String one(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String irregular = IRREGULAR.get(lower);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() < 4 || NO_PLURALS.contains(lower) || !lower.endsWith("s")) {
            return word;
        }
        if (lower.endsWith("ss") || lower.endsWith("us")) {
            return word;
        }
        if (lower.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean es =
                lower.endsWith("sses") || lower.endsWith("xes") || lower.endsWith("ches") || lower.endsWith("shes");
        return word.substring(0, word.length() - (es ? 2 : 1));
    }
}
