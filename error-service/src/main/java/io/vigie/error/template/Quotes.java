package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides of a quoted text whether it is a value, which varies, or a name in the program, which tells errors apart. */
final class Quotes {

    /** A quoted text right behind one of these is a name. */
    private static final Set<String> NOUNS = words(""
            + "reading setting property properties column columns method function attribute module modules field fields table class"
            + " parameter param argument arg variable index constraint relation type package keyword command option header import"
            + " export template constant symbol identifier operator interface trait enum bean beans schema database sequence view"
            + " trigger queue topic exchange breaker service action route directive component element tag hook plugin extension"
            + " library driver dialect feature flag configuration config environment permission privilege scope event signal channel"
            + " invoke resolve code status statuscode state errno sqlstate reason procedure collection bucket task_type pipe injector"
            + " provider middleware filter helper mutation query fragment argument1 syntax near association scope factory"
            + " annotation entity alias pragma rule policy result cause kind operation phase setting secret volume image metric counter label"
            + " evaluating assembly placeholder object program executable script exec execute executing spawn step stage translation var reference member migration check probe validator listener"
            + " prop gem handler consumer producer worker daemon application datasource pool cache cluster network bulkhead ratelimiter"
            + " job task pipeline workflow deployment statefulset daemonset configmap ingress cookie capability namespace keyspace macro mixin partial layout target unit container endpoint protocol scheme"
            + " encoding charset codec algorithm cipher engine adapter profile format"
            + " colonne champ classe méthode propriété variable paramètre fonction relation contrainte");
    /** A quoted text right before one of these is a name. */
    private static final List<String> FOLLOWERS = List.of(
            "is not defined",
            "is not a function",
            "is not a constructor",
            "is undefined",
            "is null",
            "is not iterable",
            "object",
            "is required",
            "is a required",
            "must be",
            "must not",
            "is not allowed",
            "is abstract",
            "field",
            "parameter",
            "property",
            "attribute",
            "column",
            "argument",
            "keyword",
            "method",
            "table",
            "header",
            "module",
            "package",
            "option",
            "variable",
            "service",
            "queue",
            "topic",
            "class",
            "function",
            "is not callable",
            "is missing",
            "missing",
            "cannot be null",
            "can't be null",
            "cannot be blank",
            "can't be blank",
            "may not be null",
            "is not recognized",
            "because \"",
            "before initialization",
            "is read-only",
            "of undefined",
            "of null",
            "has already been declared",
            "directive",
            "was unexpected",
            "is not exported",
            "is marked as",
            "has no attribute",
            "has no member",
            "was not declared",
            "does not exist in the current context",
            "does not contain a definition",
            "does not support",
            "est obligatoire",
            "est requis");

    private static final Set<String> BETWEEN = Set.of(
            "named",
            "called",
            "name",
            "the",
            "with",
            "under",
            "not",
            "found",
            "nommée",
            "nommé",
            "unique",
            "étrangère",
            "primaire");
    private static final Set<String> TYPES = Set.of(
            "int",
            "str",
            "float",
            "bool",
            "NoneType",
            "list",
            "dict",
            "tuple",
            "set",
            "bytes",
            "object",
            "string",
            "number",
            "undefined",
            "null",
            "function",
            "boolean",
            "symbol",
            "bigint",
            "array",
            "nil",
            "None",
            "true",
            "false",
            "Integer",
            "String",
            "Object",
            "Array",
            "Decimal",
            "datetime",
            "integer",
            "+",
            "-",
            "*",
            "/");

    private static final Set<String> EXPECTED = Set.of("expected", "expecting", "operator", "attendu");

    /** What follows is said to be a value: For input string: "null". */
    private static final Set<String> VALUES = Set.of("string", "value", "input", "text", "literal", "valeur");

    /** What the names of fields end in that hold codes: errorCode, http_status. */
    private static final Set<String> CODES = Set.of("code", "status", "reason", "errno");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final int SHORTEST_HUMPS = 6;
    private static final int LONGEST = 256;
    private static final int LONGEST_NAME = 100;

    private Quotes() {}

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }

    /** The position of the mark that closes what opens here, or -1. */
    static int closing(String text, int from) {
        char open = at(text, from);
        boolean bytes = at(text, from - 1) == 'b' && !Chars.isWord(at(text, from - 2)) && (open == '\'' || open == '"');
        if (Chars.isWord(at(text, from - 1)) && !bytes || at(text, from - 1) == open) {
            return -1;
        }
        String closers = switch (open) {
            case '"' -> "\"";
            case '\'' -> "'";
            case '`' -> "`'";
            case '«' -> "»";
            case '“', '„' -> "”“";
            case '‘' -> "’";
            case '‹' -> "›";
            default -> "";
        };
        if (closers.isEmpty() || open == '\'' && Chars.isSpace(at(text, from + 1))) {
            return -1;
        }
        int limit = Math.min(text.length(), from + LONGEST);
        for (int i = from + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (closers.indexOf(c) >= 0 && !Chars.isWord(at(text, i + 1))) {
                return i;
            }
        }
        return -1;
    }

    /** The position of the bracket that closes a list of names, as in [red, green]; one is a list behind a plural; or -1. */
    static int listOfNames(String text, int open, boolean plural) {
        int commas = 0;
        boolean letters = false;
        if (!plural && isNumbered(text, open)) {
            return -1;
        }
        for (int i = open + 1; i < Math.min(text.length(), open + LONGEST); i++) {
            char c = text.charAt(i);
            boolean begins = i == open + 1 || at(text, i - 1) == ',' || at(text, i - 1) == ' ';
            if (c == (text.charAt(open) == '[' ? ']' : '}')) {
                return (commas > 0 || plural && !METHODS.contains(text.substring(open + 1, i)))
                                && letters
                                && Chars.isWord(at(text, i - 1))
                        ? i
                        : -1;
            }
            boolean space = c == ' ' && at(text, i - 1) == ',';
            if (c == ',' && Chars.isWord(at(text, i - 1))) {
                commas++;
            } else if (begins && !space && c != '*' && !Chars.isLetter(c)
                    || !Chars.isWord(c) && "-.*".indexOf(c) < 0 && !space) {
                return -1;
            }
            letters |= Chars.isLetter(c);
        }
        return -1;
    }

    /** Whether all of a list have one name and only their numbers differ: [SKU-1, SKU-22]. */
    private static boolean isNumbered(String text, int open) {
        int first = open + 1;
        int digit = first;
        while (Chars.isLetter(at(text, digit)) || "-_".indexOf(at(text, digit)) >= 0) {
            digit++;
        }
        String name = text.substring(first, Math.min(digit, first + LONGEST_NAME));
        int next = first;
        int end = Chars.digits(text, digit);
        while (text.startsWith(name, next) && end > digit && end - open < LONGEST) {
            if (at(text, end) == ']') {
                return !name.isEmpty();
            }
            next = Chars.spaces(text, end + 1);
            digit = next + name.length();
            end = at(text, end) == ',' ? Chars.digits(text, digit) : digit;
        }
        return false;
    }

    static boolean isName(List<Piece> before, String text, int from, int closing) {
        String content = text.substring(from + 1, closing).strip();
        if (content.isEmpty() || content.length() > LONGEST_NAME) {
            return false;
        }
        boolean key = at(text, closing + 1) == ':'
                && (isKeyPlace(before) && !content.contains(" ")
                        || before.isEmpty() && CodeWords.STRONG.contains(content));
        if (key
                || TYPES.contains(content) && !follows(before, VALUES)
                || isPunctuation(content) && follows(before, EXPECTED)
                || isAnswer(content)
                || isProgramName(content)) {
            return true;
        }
        return isIdentifier(content.replace(", ", ","))
                && (followsNoun(before, content) || isFollowed(text, closing + 1) || isQualified(text, from, closing));
    }

    /** What only programs are written with: appendChild, CartService, dbo.Orders, ${stock.url}. */
    private static boolean isProgramName(String content) {
        int word = Chars.word(content, 0);
        if (word == content.length()) {
            return isConstant(content)
                    || hasHumps(content) && !Identifiers.isRandom(content) && !Identifiers.scrambled(content);
        }
        int open = content.indexOf('(');
        if (open > 0 && content.endsWith(")")) {
            return content.lastIndexOf('.', open) > 0 && Chars.isWord(at(content, open - 1)); // int a.b.C.m(int)
        }
        if (content.startsWith("${")) {
            return content.indexOf('}') == content.length() - 1
                    && isIdentifier(content.substring(2, content.length() - 1));
        }
        int point = Math.max(content.lastIndexOf('.'), content.lastIndexOf('\\'));
        return point > 0
                && at(content, 1) != ':'
                && Chars.letters(content, 0) > 0
                && Chars.isUpper(at(content, point + 1))
                && Chars.isLower(at(content, point + 2))
                && isIdentifier(content);
    }

    /** OUT_OF_STOCK: words in capitals between underscores. */
    private static boolean isConstant(String word) {
        String[] parts = word.split("_", -1);
        for (String part : parts) {
            if (part.length() < 2 || !part.chars().allMatch(c -> Chars.isUpper((char) c))) {
                return false;
            }
        }
        return parts.length > 1 && word.length() > SHORTEST_HUMPS;
    }

    /** Two words at least that are written as one: a small letter, then a capital, then a small one. */
    private static boolean hasHumps(String word) {
        for (int i = 1; i < word.length() - 1; i++) {
            if (Chars.isUpper(word.charAt(i))
                    && Chars.isLower(word.charAt(i - 1))
                    && Chars.isLower(word.charAt(i + 1))) {
                return word.length() >= SHORTEST_HUMPS;
            }
        }
        return false;
    }

    private static boolean isPunctuation(String content) {
        return content.length() <= 3 && content.chars().noneMatch(c -> Chars.isWord((char) c));
    }

    private static boolean follows(List<Piece> before, Set<String> words) {
        for (int i = before.size() - 1; i >= 0; i--) {
            Piece piece = before.get(i);
            if (!piece.is(Kind.SPACE) && !piece.isText(":")) {
                return words.contains(piece.text().toLowerCase(Locale.ROOT));
            }
        }
        return false;
    }

    /** "SHOP"."ORDERS"."TOTAL": names, each in its quotes, with a point between. */
    private static boolean isQualified(String text, int from, int closing) {
        char quote = at(text, from);
        return at(text, closing + 1) == '.' && at(text, closing + 2) == quote
                || at(text, from - 1) == '.' && at(text, from - 2) == quote;
    }

    /** Whether a name in quotes goes on with one more: 'sku' and 'qty'. */
    static boolean goesOn(String text, int lastClosing, int from) {
        if (lastClosing <= 0 || from <= lastClosing || from - lastClosing > 6) {
            return false;
        }
        String between = text.substring(lastClosing + 1, from);
        return between.equals(", ") || between.equals(" and ") || between.equals(" or ") || between.equals(" et ");
    }

    /** SQL quotes values once, and names twice or, as MySQL does, with accents. */
    static boolean isNameInSql(String text, int from, int closing) {
        return at(text, from) != '\'' && isIdentifier(text.substring(from + 1, closing));
    }

    /** "502 Bad Gateway" and "5.1.1 unknown user", however they are quoted, tell errors apart. */
    private static boolean isAnswer(String content) {
        boolean mail = "245".indexOf(at(content, 0)) >= 0
                && at(content, 1) == '.'
                && Chars.isDigit(at(content, 2))
                && at(content, 3) == '.'
                && Chars.isDigit(at(content, 4))
                && at(content, Chars.digits(content, 4)) == ' ';
        return mail
                || Chars.digits(content, 0) == 3
                        && at(content, 3) == ' '
                        && Statuses.isKnown(Chars.value(content, 0, 3))
                        && Statuses.isPhrase(content, 4);
    }

    private static boolean isKeyPlace(List<Piece> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            Piece piece = before.get(i);
            if (!piece.is(Kind.SPACE)) {
                return piece.isText("{") || piece.isText(",");
            }
        }
        return false;
    }

    private static boolean isIdentifier(String content) {
        boolean letter = false;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (!Chars.isWord(c) && ".$:\\/#@-[]()!?*+,=%".indexOf(c) < 0 && !(c == '<' || c == '>')) {
                return false;
            }
            letter |= Chars.isLetter(c);
        }
        return letter && !(content.contains("@") && content.contains(".") && content.indexOf('@') > 0);
    }

    private static boolean followsNoun(List<Piece> before, String content) {
        boolean colon = false;
        boolean named = false;
        int steps = 0;
        for (int i = before.size() - 1; i >= 0 && steps < 8; i--, steps++) {
            Piece piece = before.get(i);
            String word = piece.text().toLowerCase(Locale.ROOT);
            if (piece.is(Kind.SPACE) || piece.isText("=") || piece.isText("(") || BETWEEN.contains(word)) {
                named |= word.equals("name");
                continue;
            }
            if (named && (piece.isText(",") || piece.is(Kind.NUM))) {
                continue; // column index 3, name "total"
            }
            if (piece.isText(":")) {
                colon = true;
                steps++;
                continue;
            }
            if (colon && (piece.isText("\"") || piece.isText("'"))) {
                continue; // {"code":"P2002"}
            }
            boolean value = word.equals("header") && content.contains("."); // a header's name has no point
            return piece.is(Kind.WORD)
                    && ((NOUNS.contains(Wording.one(word)) || CODES.contains(lastPart(piece.text()))) && !value
                            || named && word.equals("find")
                            || word.equals("key") && isKeyOfTheProgram(before, i));
        }
        return false;
    }

    /** "code" of errorCode and error_code, in small letters. */
    private static String lastPart(String word) {
        int from = word.lastIndexOf('_') + 1;
        for (int i = word.length() - 1; i > from; i--) {
            if (Chars.isUpper(word.charAt(i)) && Chars.isLower(word.charAt(i - 1))) {
                from = i;
            }
        }
        return word.substring(from).toLowerCase(Locale.ROOT);
    }

    /** The key of a table's index or of an array in the program, not one that a person gave. */
    private static boolean isKeyOfTheProgram(List<Piece> before, int key) {
        Piece previous = key >= 2 ? before.get(key - 2) : Piece.placeholder(Kind.STR);
        return Set.of(
                        "for",
                        "array",
                        "duplicate",
                        "unique",
                        "foreign",
                        "primary",
                        "undefined",
                        "unexpected",
                        "config",
                        "configuration",
                        "required",
                        "missing")
                .contains(previous.text().toLowerCase(Locale.ROOT));
    }

    private static boolean isFollowed(String text, int from) {
        if (at(text, from) != ' ') {
            return false;
        }
        for (String follower : FOLLOWERS) {
            if (text.startsWith(follower, from + 1) && !Chars.isWord(at(text, from + 1 + follower.length()))) {
                return true;
            }
        }
        return false;
    }
}
