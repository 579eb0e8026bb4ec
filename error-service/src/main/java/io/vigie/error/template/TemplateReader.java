package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.ArrayList;
import java.util.List;

/** Reads a text once from left to right. At each place the first of these applies: url, e-mail, uuid, date, ip, jwt, path, hex, … */
final class TemplateReader {

    private static final String[] ARROWS = {"->", "=>", "→", "⇒"};

    private static final int SHORTEST_TOKEN = 12;

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private int position;

    /** Where names of the program end that hold paths of their own. */
    private int nameUntil;

    /** Where the text goes on as SQL. */
    private final int sql;

    TemplateReader(String text) {
        this.text = text;
        this.sql = Sql.statement(text);
    }

    List<Piece> read() {
        position = Dates.priority(text);
        while (position < text.length()) {
            char c = text.charAt(position);
            if (Chars.isSpace(c)) {
                space();
            } else if (c != '<' || !mark()) {
                part(c);
            }
        }
        return pieces;
    }

    private void part(char c) {
        if (isWithinWord() || !address() && !quoted() && !number() && !name()) {
            single(c);
        }
    }

    private boolean isWithinWord() {
        Piece last = last();
        return !last.kind().isPlaceholder()
                && !last.text().isEmpty()
                && Chars.isWord(last.text().charAt(last.text().length() - 1));
    }

    private void take(Kind kind, int end) {
        pieces.add(kind.isPlaceholder() ? Piece.placeholder(kind) : new Piece(kind, text.substring(position, end)));
        position = end;
    }

    private void space() {
        position = Chars.spaces(text, position);
        Piece last = last();
        boolean inside = last.isText("[") || last.isText("(");
        char next = at(text, position);
        boolean unit = last.is(Kind.NUM) && "%‰°€£$".indexOf(next) >= 0;
        boolean numero = (last.isText("°") || last.isText("º") || last.isText("№")) && Chars.isDigit(next);
        if (unit || numero) {
            return;
        }
        if (!pieces.isEmpty() && !inside && next != ']' && next != ')' && position < text.length()) {
            pieces.add(new Piece(Kind.SPACE, " "));
        }
    }

    private Piece last() {
        return pieces.isEmpty() ? new Piece(Kind.SPACE, "") : pieces.getLast();
    }

    private boolean mark() {
        Kind kind = Kind.markAt(text, position);
        if (kind == null) {
            return false;
        }
        take(kind, position + kind.mark().length());
        return true;
    }

    private boolean address() {
        return found(Kind.URL, Addresses.url(text, position))
                || found(Kind.EMAIL, Addresses.email(text, position))
                || found(Kind.STR, SpacedValues.userAgent(text, position))
                || found(Kind.ID, SpacedValues.iban(text, position))
                || found(Kind.UUID, Identifiers.uuid(text, position))
                || found(Kind.HEX, Addresses.mac(text, position))
                || found(Kind.HEX, Addresses.pci(text, position))
                || date()
                || found(Kind.IP, Addresses.ip(text, position))
                || found(Kind.TOKEN, Identifiers.jwt(text, position))
                || found(Kind.ID, Identifiers.base64(text, position))
                || found(Kind.ID, Identifiers.base64Id(text, position))
                || found(Kind.PATH, Paths.rooted(text, position))
                || position >= nameUntil && found(Kind.PATH, Paths.relative(text, position))
                || hex()
                || found(Kind.DURATION, Numbers.isoDuration(text, position));
    }

    private boolean found(Kind kind, int end) {
        if (end <= position) {
            return false;
        }
        take(kind, end);
        return true;
    }

    private boolean date() {
        boolean first = pieces.isEmpty();
        if (!found(Kind.DATE, Dates.date(text, position))) {
            return false;
        }
        if (first) {
            syslogHost();
        }
        return true;
    }

    /** In "Jan 12 10:00:00 web-1 sshd[1234]: …" the second word names the machine. */
    private void syslogHost() {
        int host = Chars.spaces(text, position);
        int end = host;
        while (Chars.isWord(at(text, end)) || at(text, end) == '-' || at(text, end) == '.') {
            end++;
        }
        int tag = Chars.spaces(text, end);
        int after = tag;
        while (Chars.isWord(at(text, after))
                || at(text, after) == '-'
                || at(text, after) == '/'
                || at(text, after) == '.') {
            after++;
        }
        if (at(text, after) == '[') {
            after = Chars.digits(text, after + 1) + 1;
        }
        if (end > host && tag > end && after > tag && at(text, after) == ':') {
            pieces.add(new Piece(Kind.SPACE, " "));
            position = host;
            take(Kind.HOST, end);
        }
    }

    private boolean hex() {
        int end = Identifiers.hex(text, position);
        if (end < 0) {
            return false;
        }
        String hex = text.substring(position, end);
        Codes.Context context = Codes.context(pieces);
        boolean octet = end - position == 4;
        boolean code = Identifiers.isResultCode(hex)
                || (end - position <= 8 || hex.startsWith("000000", 2)) && context == Codes.Context.STRONG
                || octet && context == Codes.Context.WEAK;
        take(code ? Kind.CODE : Kind.HEX, end);
        return true;
    }

    private boolean quoted() {
        boolean closes = position == nameUntil && nameUntil > 0;
        int closing = closes ? -1 : Quotes.closing(text, position);
        if (closing < 0) {
            return false;
        }
        boolean name = position > sql
                ? Quotes.isNameInSql(text, position, closing)
                : Quotes.isName(pieces, text, position, closing) || Quotes.goesOn(text, nameUntil, position);
        if (!name) {
            take(Kind.STR, closing + 1);
            return true;
        }
        pieces.add(new Piece(
                Kind.PUNCTUATION, text.charAt(position) == '`' ? "'" : text.substring(position, position + 1)));
        position++;
        nameUntil = closing;
        return true;
    }

    private boolean number() {
        char c = text.charAt(position);
        boolean sign = (c == '-' || c == '+')
                && Chars.isDigit(at(text, position + 1))
                && !Chars.isWord(at(text, position - 1))
                && !")]>".contains(last().text());
        int start = sign ? position + 1 : position;
        if (!Chars.isDigit(at(text, start))) {
            return false;
        }
        int integer = Chars.digits(text, start);
        if (!Chars.isLetter(at(text, integer))
                && at(text, integer) != '_'
                && Codes.isNumber(pieces, text, position, integer)) {
            take(Kind.CODE, enhanced(integer));
            return true;
        }
        int height = at(text, integer) == 'x' ? Chars.digits(text, integer + 1) : integer;
        if (height > integer + 1 && !Chars.isWord(at(text, height))) {
            take(Kind.NUM, height); // 1920x1080
            return true;
        }
        int end = Numbers.preRelease(text, Numbers.number(text, start));
        boolean hash = last().isText("@")
                && Chars.hexDigits(text, start) == Chars.word(text, start)
                && Chars.hexDigits(text, start) - start >= 4;
        if (hash) {
            take(Kind.ID, Chars.hexDigits(text, start));
            return true;
        }
        return found(Kind.DURATION, Numbers.unit(text, end, true))
                || found(Kind.SIZE, Numbers.unit(text, end, false))
                || !Chars.isWord(at(text, end)) && found(Kind.NUM, end)
                || end == integer && found(Kind.NUM, Numbers.ordinal(text, end) > end ? Numbers.ordinal(text, end) : -1)
                || sign && signOnly();
    }

    private boolean signOnly() {
        take(Kind.PUNCTUATION, position + 1);
        return true;
    }

    /** SMTP's codes have two points in them. */
    private int enhanced(int end) {
        int second = Chars.digits(text, end + 1);
        int third = Chars.digits(text, second + 1);
        boolean points = at(text, end) == '.' && at(text, second) == '.' && second > end + 1 && third > second + 1;
        return points && third - position <= 9 ? third : end;
    }

    private boolean name() {
        if (!Chars.isWord(text.charAt(position))) {
            return false;
        }
        if (found(Kind.NUM, Numbers.version(text, position))) {
            return true;
        }
        int ending = Identifiers.podEnding(text, position);
        if (ending > 0) {
            words(ending);
            pieces.add(new Piece(Kind.PUNCTUATION, "-"));
            take(Kind.ID, Identifiers.podEnd(text, ending));
            return true;
        }
        int end = Chars.word(text, position);
        if (text.startsWith("Bearer ", position) && tokenEnd() > position + 7 + SHORTEST_TOKEN) {
            take(Kind.WORD, position + 6);
            pieces.add(new Piece(Kind.SPACE, " "));
            position++;
            take(Kind.TOKEN, tokenEnd());
            return true;
        }
        if (text.startsWith("nil:NilClass", position)) {
            take(Kind.WORD, position + 3);
            position += 9;
            return true;
        }
        if (last().isText("@") && end - position >= 4 && Chars.hexDigits(text, position) == end) {
            take(Kind.ID, end);
            return true;
        }
        if (text.startsWith("HTTP/", position)) {
            take(Kind.WORD, position + 4);
            int major = Chars.digits(text, position + 1);
            position = at(text, major) == '.' ? Chars.digits(text, major + 1) : major;
            return true;
        }
        int article =
                last().is(Kind.SPACE) || "[({=:,#".contains(last().text()) ? Identifiers.article(text, position) : -1;
        boolean dashed = article > 0
                && at(text, end) == '-'
                && end - position <= 3
                && !Codes.isPrefix(text.substring(position, end))
                && !Identifiers.isTechnique(text.substring(position, end));
        if (dashed || article > 0 && Codes.namesEntity(pieces)) {
            take(Kind.ID, article);
            return true;
        }
        if (at(text, end) == '-'
                && Codes.isPrefix(text.substring(position, end))
                && Chars.digits(text, end + 1) - end > 3) {
            take(Kind.CODE, Chars.digits(text, end + 1));
            return true;
        }
        word(end);
        return true;
    }

    /** The end of what is one word to HTTP, from the word that begins here or behind "Bearer " on. */
    private int tokenEnd() {
        int end = text.startsWith("Bearer ", position) ? position + 7 : position;
        while (Chars.isAlnum(at(text, end)) || end < text.length() && "-._~+/=".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private void words(int until) {
        while (position < until) {
            int end = Chars.word(text, position);
            if (end == position) {
                single(text.charAt(position));
            } else {
                word(end);
            }
        }
    }

    /** One name, part by part between its underscores. */
    private void word(int end) {
        String word = text.substring(position, end);
        if (Codes.isName(pieces, word) || Codes.isStatusName(pieces, word, at(text, end))) {
            take(Kind.CODE, end);
            return;
        }
        if (isOneId(word)) {
            take(Kind.ID, end);
            return;
        }
        StringBuilder out = new StringBuilder();
        for (String part : word.split("_", -1)) {
            out.append(out.isEmpty() && position == end - word.length() ? "" : "_");
            out.append(Identifiers.isRandom(part) ? Kind.ID.mark() : Identifiers.withoutNumbers(part));
            position += part.length() + 1;
        }
        addWithMarks(out.toString());
        position = end;
    }

    /** A name in which some parts have become placeholders. */
    private void addWithMarks(String name) {
        int from = 0;
        for (int at = name.indexOf('<'); at >= 0; at = name.indexOf('<', from)) {
            if (at > from) {
                pieces.add(new Piece(Kind.WORD, name.substring(from, at)));
            }
            int end = name.indexOf('>', at) + 1;
            pieces.add(Piece.placeholder(
                    Kind.valueOf(name.substring(at + 1, end - 1).toUpperCase(java.util.Locale.ROOT))));
            from = end;
        }
        if (from < name.length()) {
            pieces.add(new Piece(Kind.WORD, name.substring(from)));
        }
    }

    private boolean isOneId(String word) {
        return Identifiers.isRandom(word) || Identifiers.isDisk(word);
    }

    private void single(char c) {
        for (String arrow : ARROWS) {
            if (text.startsWith(arrow, position)) {
                take(Kind.PUNCTUATION, position + arrow.length());
                return;
            }
        }
        if (c == ')' && text.startsWith(")=(", position)) {
            keyAndValue();
            return;
        }
        if (c == '#' && Chars.isUpper(at(text, position + 2)) && text.charAt(position + 1) == '<') {
            rubyObject();
            return;
        }
        int listEnd =
                c == '[' || c == '{' && isBehindPlural() ? Quotes.listOfNames(text, position, isBehindPlural()) : -1;
        if (listEnd > 0) {
            take(Kind.PUNCTUATION, position + 1);
            take(Kind.STR, listEnd);
            return;
        }
        boolean closesName = position == nameUntil && nameUntil > 0 && c == '`';
        if (closesName) {
            pieces.add(new Piece(Kind.PUNCTUATION, "'"));
            position++;
        } else {
            take(Kind.PUNCTUATION, position + 1);
        }
    }

    private boolean isBehindPlural() {
        int at = pieces.size() - 1;
        while (at > 0 && (pieces.get(at).is(Kind.SPACE) || pieces.get(at).isText(":"))) {
            at--;
        }
        Piece word = at < 0 ? last() : pieces.get(at);
        return word.is(Kind.WORD) && !Wording.one(word.text()).equals(word.text());
    }

    /** Ruby wrote an object with its address, or all that is in it, before 3.4; since then "an instance of" its class. */
    private void rubyObject() {
        int end = position + 2;
        while (Chars.isWord(at(text, end))
                || text.startsWith("::", end) && Chars.isUpper(at(text, end + 2))
                || at(text, end) == ':' && at(text, end - 1) == ':') {
            end++;
        }
        String type = text.substring(position + 2, end);
        int close = text.indexOf('>', end, Math.min(text.length(), end + 512));
        pieces.add(new Piece(Kind.WORD, "an"));
        pieces.add(new Piece(Kind.SPACE, " "));
        pieces.add(new Piece(Kind.WORD, "instance"));
        pieces.add(new Piece(Kind.SPACE, " "));
        pieces.add(new Piece(Kind.WORD, "of"));
        pieces.add(new Piece(Kind.SPACE, " "));
        addWithMarks(Identifiers.withoutNumbers(type));
        position = close < 0 ? end : close + 1;
    }

    /** "Key (email)=(bob) already exists": the value is within the second brackets. */
    private void keyAndValue() {
        take(Kind.PUNCTUATION, position + 3);
        int close = text.indexOf(')', position, Math.min(text.length(), position + 256));
        if (close > position) {
            take(Kind.STR, close);
        }
    }
}
