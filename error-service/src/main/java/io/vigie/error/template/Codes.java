package io.vigie.error.template;

import static io.vigie.error.template.Chars.at;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides of a number or a name whether it is the code of an error: such codes stay in a template. */
final class Codes {

    /** A number behind one of these is a code, whatever its value. */
    private static final Set<String> STRONG =
            words("http https status statuscode status_code httpstatus code codes errorcode error_code errcode"
                    + " err_code errno exit exited exitcode exit_code sqlstate sqlcode sqlerr sql_error signal rc retcode ret returncode return_code"
                    + " hresult subcode sub_code reasoncode reason_code reason smtp ftp imap ldap connack grpc grpc-status mqtt winerror oserror statut"
                    + " retour invariant erreur fehler vendorcode vendor_code alert msg kerr exception sqlcode= error_number errornumber"
                    + " error_num rcode wsagetlasterror getlasterror lasterror close_code closecode fault trap nrc");
    /** A number behind one of these is a code where it has the value of one. */
    private static final Set<String> WEAK = words(
            "error response responded respond reply replied returned returns return got received result answered"
                    + " answer said closed close timeout disconnected failed failure with reçu répondu renvoyé réponse server client warning rejected by"
                    + " upstream backend gave refused rejected denied aborted websocket socket ended unexpected was is");

    private static final Set<String> FILLERS = words(
            "is was of with returned error status code codes the a number de du d est: value no n response unexpected"
                    + " invalid unknown frame inattendu inattendue invalide inconnu");
    /** Before "code": a code that somebody was given and not one that something failed with. */
    private static final Set<String> OF_PEOPLE = words(
            "promo postal zip coupon verification discount tracking product country area voucher gift"
                    + " confirmation activation invite invitation referral booking reservation otp item bar qr color currency language");

    /** Before "error: 110": what gives its errors numbers. */
    private static final Set<String> NUMBERING =
            words("system os kernel native curl socket win32 windows winsock mysql database db sql driver ldap");

    private static final Set<String> ENTITIES = words(
            "user order id ids item customer row line page product invoice job task batch record device"
                    + " client session process pid thread port account article commande utilisateur produit facture ligne client attempt retry chunk"
                    + " message offset partition index position size length count total column key version worker node shard");
    private static final Set<String> NUMBERED =
            words("sku coupon voucher ticket parcel colis shipment booking reservation contract contrat"
                    + " vehicle machine station room seat asset serial lot part reference référence dossier flight");
    private static final Set<String> PREFIXES = words(
            "ORA PLS TNS SP2 DPI DPY SQL MY CQL JDBC AADSTS WELD HHH ARJUNA ERR ERROR KB BEA DSRA LDAP"
                    + " E EF AH PGRST SYSLIB DEP SC DL CS TS NU MSB BC CA NETSDK NG P F W C UT AMQ WFLY WFLYCTRL WFLYSRV WFLYUT JBAS ISPN RESTEASY HV IJ KC LNK RZ SA IDE IL RUF"
                    + " TF PG R H S HTTP SQLCODE SQLN SQ DB2 XA JTA KAFKA REDIS MQ AMQP CWWK CWPKI SRVE IOS JMS RFC EAI WSA NS NSX DOM ERRNO EX");
    private static final Set<String> GRPC = words(
            "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED"
                    + " RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED");
    /** A number in brackets behind one of these is what it answered. */
    private static final Set<String> PROTOCOLS =
            words("mqtt grpc rpc connack smtp amqp ldap modbus ftp imap curl errno winsock ssl tls snmp sip dns can");

    /** Programs that syslog knows by a protocol's name. */
    private static final int LARGEST_ERRNO = 4096;

    private static final int LONGEST_LIST = 30;
    private static final Set<String> FAILURES = words(
            "failed failure returned returns return refused rejected denied aborted disconnected error échec refusé refusée échoué échouée erreur");

    private static final Set<String> DAEMONS = words("smtp ldap ftp imap dns sip snmp");

    private static final Set<String> NOT_COUNTED = words(
            "this was status whereas access depuis dans sans vers lors après alors mais puis sous hors envers its always across"
                    + " means indicates occurs happens process address");
    private static final Set<String> COUNTED = words("times fois bytes rows items");

    private static final int LONGEST_CODE = 6;

    private Codes() {}

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }

    /** Whether the number at from is kept. */
    static boolean isNumber(List<Piece> before, String text, int from, int end) {
        boolean signed = text.charAt(from) == '-' || text.charAt(from) == '+';
        int value = Chars.value(text, signed ? from + 1 : from, end);
        boolean result = isResult(text.substring(signed ? from + 1 : from, end), signed);
        if (value < 0 && !result || !result && end - from > LONGEST_CODE) {
            return false;
        }
        return switch (context(before)) {
            case STRONG -> !isProcess(before, text, from, end) && !isCountOfTimes(text, end);
            case WEAK ->
                (isStatus(value) || text.charAt(from) == '-' && value < LARGEST_ERRNO && followsFailure(before))
                                && !isCounted(text, end)
                        || isStatusByPlace(before, text, from, end, value);
            case NONE -> isStatusByPlace(before, text, from, end, value);
        };
    }

    /** An HRESULT or NTSTATUS as a decimal, as 0x80070005 and 0xC0000005 are. */
    private static boolean isResult(String digits, boolean signed) {
        return digits.length() == 10
                && (signed
                        ? digits.startsWith("2") || digits.startsWith("10737")
                        : digits.startsWith("32212") || digits.startsWith("21479"));
    }

    /** Whether letters with digits are a code: ORA-00942, E11000, 42P01, H12. */
    static boolean isName(List<Piece> before, String word) {
        int digit = 0;
        while (digit < word.length() && Chars.isUpper(word.charAt(digit))) {
            digit++;
        }
        int end = Chars.digits(word, digit);
        boolean ends = end == word.length() || end == word.length() - 1 && Chars.isUpper(word.charAt(end));
        if (digit > 0 && end > digit && ends && end - digit <= 8) {
            boolean long3 = end - digit >= 3 || digit == 1 && end - digit == 2 && "HRE".indexOf(word.charAt(0)) >= 0;
            return PREFIXES.contains(word.substring(0, digit)) && long3
                    || context(before) == Context.STRONG && word.length() <= 10;
        }
        boolean afterKey = context(before) == Context.STRONG
                && word.length() <= 7
                && word.equals(word.toUpperCase(Locale.ROOT))
                && !STRONG.contains(word.toLowerCase(Locale.ROOT)); // in "error HTTP 502" the code comes yet
        return isSqlState(word) || afterKey;
    }

    private static boolean isSqlState(String word) {
        if (word.length() != 5 || !word.equals(word.toUpperCase(Locale.ROOT)) || !Chars.isDigit(word.charAt(4))) {
            return false;
        }
        boolean classed =
                Chars.isDigit(word.charAt(0)) && Chars.isAlnum(word.charAt(1)) && "PSRUA0".indexOf(word.charAt(2)) >= 0;
        boolean letter = Chars.isUpper(word.charAt(1)) || Chars.isUpper(word.charAt(2));
        boolean odd = word.startsWith("HY")
                || word.startsWith("XX")
                || word.startsWith("0A")
                || word.startsWith("P0")
                || word.startsWith("IM");
        return (classed && letter || odd) && Chars.digits(word, 3) == 5;
    }

    static boolean isPrefix(String word) {
        return PREFIXES.contains(word) && word.length() >= 2;
    }

    enum Context {
        NONE,
        WEAK,
        STRONG
    }

    static Context context(List<Piece> before) {
        boolean colon = false;
        boolean weak = false;
        int words = 0;
        int glue = 0;
        for (int i = before.size() - 1; i >= 0 && words < 3 && glue < 7; i--) {
            Piece piece = before.get(i);
            if (piece.is(Kind.SPACE)) {
                continue;
            }
            if (piece.is(Kind.CODE)) {
                return glue > 0 && words == 0 && !colon ? Context.STRONG : Context.NONE;
            }
            if (piece.isText("]")
                    && glue > 0
                    && words == 0
                    && i > 0
                    && before.get(i - 1).is(Kind.CODE)) {
                return Context.STRONG; // the driver's code behind SQLSTATE[HY000]
            }
            if (piece.is(Kind.PUNCTUATION)) {
                if (".;,!?{}/".contains(piece.text()) || piece.isText(")") || piece.isText("]")) {
                    return weak ? Context.WEAK : Context.NONE;
                }
                colon |= piece.isText(":");
                glue++;
                continue;
            }
            if (!piece.is(Kind.WORD)) {
                return weak ? Context.WEAK : Context.NONE;
            }
            String word = piece.text().toLowerCase(Locale.ROOT);
            if (isStrong(word, before, i, words, colon)) {
                return Context.STRONG;
            }
            weak |= WEAK.contains(word);
            if (!FILLERS.contains(word)) {
                return weak ? Context.WEAK : Context.NONE;
            }
            words++;
        }
        return weak ? Context.WEAK : Context.NONE;
    }

    private static boolean isStrong(String word, List<Piece> before, int index, int words, boolean colon) {
        if (word.equals("error") || word.equals("err")) {
            return words == 0 && (!colon || isBehind(before, index, NUMBERING));
        }
        boolean key = STRONG.contains(word)
                || word.endsWith("_code")
                || word.endsWith("errorcode")
                || word.endsWith("statuscode");
        if (!key) {
            return false;
        }
        return !isBehind(before, index, OF_PEOPLE);
    }

    private static boolean isBehind(List<Piece> before, int index, Set<String> words) {
        return index >= 2 && words.contains(before.get(index - 2).text().toLowerCase(Locale.ROOT));
    }

    /** The number of a daemon's process: postfix/smtp[4411]: */
    private static boolean isProcess(List<Piece> before, String text, int from, int end) {
        Piece name = before.size() < 2 ? Piece.placeholder(Kind.NUM) : before.get(before.size() - 2);
        return at(text, from - 1) == '['
                && text.startsWith("]:", end)
                && name.is(Kind.WORD)
                && DAEMONS.contains(name.text());
    }

    /** In brackets, behind an arrow, or with its name behind it. */
    private static boolean isStatusByPlace(List<Piece> before, String text, int from, int end, int value) {
        char next = at(text, end);
        int start = Chars.spaces(text, end);
        boolean named = next == ' ' && isNameOfStatus(text, start, value)
                || next == ' ' && at(text, start) == '(' && isNameOfStatus(text, start + 1, value);
        if (named && !(isStatus(value) && followsEntity(before))) {
            return true;
        }
        Piece last = lastOf(before);
        boolean first =
                before.stream().allMatch(piece -> piece.is(Kind.SPACE) || piece.isText("[") || piece.isText("("));
        boolean tuple = first && last.isText("(") && next == ',' && "\"'<b".indexOf(at(text, end + 2)) >= 0;
        if (first && isStatus(value) && !tuple) {
            boolean reply = next == '-'
                    || next == ' '
                            && (Chars.isUpper(at(text, start))
                                    || Chars.isDigit(at(text, start)) && at(text, start + 1) == '.');
            boolean all = end == text.length() || next == ':' || next == ']' || next == ')';
            return reply || all;
        }
        boolean arrow =
                last.isText("→") || last.isText("⇒") || last.isText("->") || last.isText("=>") || last.isText("←");
        boolean enclosed = (last.isText("[") && next == ']' || last.isText("(") && next == ')')
                && (isStatus(value) && !followsEntity(before)
                        || value < 1000 && (namesProtocol(before) || followsFailure(before)));
        boolean mail =
                last.isText(":") && before.stream().anyMatch(piece -> piece.is(Kind.EMAIL)) && !isCounted(text, end);
        boolean request = mail && isStatus(value)
                || (last.is(Kind.PATH) || last.is(Kind.URL)) && next != ':' && isStatus(value) && !isCounted(text, end);
        boolean enhanced = last.is(Kind.CODE)
                && isStatus(Chars.value(last.text(), 0, last.text().length()))
                && value < 6
                && value > 1
                && next == '.';
        return arrow && !isCounted(text, end) || enclosed || request || enhanced || tuple;
    }

    private static boolean isNameOfStatus(String text, int from, int value) {
        int end = Chars.word(text, from);
        String word = text.substring(Math.min(from, text.length()), end);
        boolean grpc = value >= 0 && value <= 16 && GRPC.contains(word);
        boolean http =
                isStatus(value) && word.length() > 2 && Chars.isUpper(word.charAt(0)) && Chars.isLower(word.charAt(1));
        return grpc || http || isStatus(value) && Statuses.isPhrase(text, from);
    }

    /** "Connection refused (5)", "registration failed with -110": right behind what failed. */
    private static boolean followsFailure(List<Piece> before) {
        int word = before.size() - 1;
        while (word > 0
                && (before.get(word).is(Kind.SPACE)
                        || ":(=".contains(before.get(word).text())
                        || before.get(word).isText("with"))) {
            word--;
        }
        return word >= 0 && FAILURES.contains(before.get(word).text().toLowerCase(Locale.ROOT));
    }

    private static boolean followsEntity(List<Piece> before) {
        int steps = 0;
        for (int i = before.size() - 1; i >= 0 && steps < 4; i--, steps++) {
            Piece piece = before.get(i);
            if (piece.is(Kind.WORD)) {
                return ENTITIES.contains(piece.text().toLowerCase(Locale.ROOT));
            }
        }
        return false;
    }

    /** Whether what comes is one of what people number, or of a list of it: order A-12; skus: A1, B2. */
    static boolean namesEntity(List<Piece> before) {
        int steps = 0;
        for (int i = before.size() - 1; i >= 0 && steps < LONGEST_LIST; i--, steps++) {
            Piece piece = before.get(i);
            if (piece.is(Kind.WORD)) {
                String word = Wording.one(piece.text()).toLowerCase(Locale.ROOT);
                return ENTITIES.contains(word) || NUMBERED.contains(word);
            }
            if (!piece.is(Kind.SPACE) && !piece.is(Kind.ID) && ":,(#°".indexOf(piece.text()) < 0) {
                return false;
            }
        }
        return false;
    }

    private static boolean namesProtocol(List<Piece> before) {
        for (Piece piece : before) {
            if (piece.is(Kind.WORD) && PROTOCOLS.contains(piece.text().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static Piece lastOf(List<Piece> before) {
        for (int i = before.size() - 1; i >= 0; i--) {
            if (!before.get(i).is(Kind.SPACE)) {
                return before.get(i);
            }
        }
        return Piece.placeholder(Kind.NUM);
    }

    private static boolean isStatus(int value) {
        return Statuses.isKnown(value);
    }

    /** What is counted follows: "returned 404 rows". A status goes on with a name, a preposition or nothing. */
    private static boolean isCounted(String text, int end) {
        if (at(text, end) != ' ' || !Chars.isLower(at(text, end + 1))) {
            return at(text, end) == '%';
        }
        String word = wordBehind(text, end);
        return word.length() > 3 && word.endsWith("s") && !NOT_COUNTED.contains(word) || COUNTED.contains(word);
    }

    /** Behind the name of a code only this is counted: "failed with error 3 times". */
    private static boolean isCountOfTimes(String text, int end) {
        return at(text, end) == '%' || at(text, end) == ' ' && COUNTED.contains(wordBehind(text, end));
    }

    private static String wordBehind(String text, int end) {
        return text.substring(Math.min(text.length(), end + 1), Chars.letters(text, end + 1))
                .toLowerCase(Locale.ROOT);
    }
}
