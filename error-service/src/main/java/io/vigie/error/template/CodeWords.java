package io.vigie.error.template;

import java.util.List;
import java.util.Set;

/** The words, in small letters, by which {@link Codes} and {@link CodePlaces} know what a number is. */
final class CodeWords {

    /** A number behind one of these is a code, whatever its value. */
    static final Set<String> STRONG = of(
            "http https status statuscode status_code httpstatus code codes errorcode error_code errcode"
                    + " err_code errno exit exited exitcode exit_code sqlstate sqlcode sqlerr sql_error signal rc retcode ret returncode return_code"
                    + " hresult subcode sub_code reasoncode reason_code reason smtp ftp imap ldap connack grpc grpc-status mqtt winerror oserror statut"
                    + " retour motif raison xid invariant erreur fehler vendorcode vendor_code alert msg kerr exception error_number errornumber"
                    + " error_num rcode wsagetlasterror getlasterror lasterror close_code closecode fault trap nrc retval dsn bugcheck");

    /** A number behind one of these is a code where it has the value of one. */
    static final Set<String> WEAK = of(
            "error response responded respond reply replied returned returns return got received result answered"
                    + " answer said closed close timeout disconnected failed failure with reçu répondu renvoyé réponse server client warning rejected by"
                    + " upstream backend gave refused rejected denied aborted websocket socket ended unexpected was is échec avec");

    /** What may stand between one of the above and its number. */
    static final Set<String> FILLERS =
            of("is was of with returned error status code codes the a number de du d est value no n response unexpected"
                    + " invalid unknown frame now changed to still inattendu inattendue invalide inconnu avec");

    /** Before "code": a code that somebody was given and not one that something failed with. */
    static final Set<String> OF_PEOPLE =
            of("promo postal zip coupon verification discount tracking product country area voucher gift"
                    + " confirmation activation invite invitation referral booking reservation otp item bar qr color currency language"
                    + " factor authentication security access pin sms backup recovery login unlock pairing");

    /** Before "error: 110": what gives its errors numbers. */
    static final Set<String> NUMBERING =
            of("system os kernel native curl socket win32 windows winsock mysql database db sql driver ldap");

    /** Behind an error: its number follows. */
    static final Set<String> NUMBERS = of("number num no nr n numéro");

    static final Set<String> ERRORS = of("error err erreur fehler fault exception");

    static final Set<String> ENTITIES = of(
            "user order id ids item customer row line page product invoice job task batch record device"
                    + " client session process pid thread port account article commande utilisateur produit facture ligne attempt retry chunk"
                    + " message offset partition index position size length count total column key version worker node shard");

    /** What else people number. */
    static final Set<String> NUMBERED =
            of("sku coupon voucher ticket parcel colis shipment booking reservation contract contrat"
                    + " vehicle machine station room seat asset serial lot part reference référence dossier flight");

    static final Set<String> PREFIXES = of(
            "ORA PLS TNS SP2 DPI DPY SQL MY CQL JDBC AADSTS WELD HHH ARJUNA ERR ERROR KB BEA DSRA LDAP"
                    + " E EF AH PGRST SYSLIB DEP SC DL CS TS NU MSB BC CA NETSDK NG P F W C UT AMQ WFLY WFLYCTRL WFLYSRV WFLYUT JBAS ISPN RESTEASY HV IJ KC LNK RZ SA IDE IL RUF"
                    + " TF PG R H S HTTP SQLCODE SQLN SQ DB2 XA JTA KAFKA REDIS MQ AMQP CWWK CWPKI SRVE IOS JMS RFC EAI WSA NS NSX DOM ERRNO EX");

    /** How the SQL states begin that are of digits only. */
    static final Set<String> SQL_CLASSES = of("08 22 23 25 28 40 42 53 54 55 57 58");

    static final Set<String> GRPC = of(
            "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED"
                    + " RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED");

    /** Names that systems give their errors, wherever they stand. */
    static final Set<String> ERRNO = of(
            "EACCES EADDRINUSE EAGAIN EAI_AGAIN EBUSY ECONNABORTED ECONNREFUSED ECONNRESET EEXIST EHOSTUNREACH EIO EISDIR"
                    + " EMFILE ENETUNREACH ENOENT ENOMEM ENOSPC ENOTDIR ENOTEMPTY ENOTFOUND EPERM EPIPE EPROTO EROFS ESOCKETTIMEDOUT ETIMEDOUT");

    /** A number in brackets behind one of these is what it answered. */
    static final Set<String> PROTOCOLS =
            of("mqtt grpc rpc connack smtp amqp ldap modbus ftp imap curl errno winsock ssl tls snmp sip dns can");

    /** Programs that syslog knows by a protocol's name. */
    static final Set<String> DAEMONS = of("smtp ldap ftp imap dns sip snmp");

    /** A number in brackets or a negative one behind one of these says why. */
    static final Set<String> FAILURES = of(
            "failed failure returned returns return refused rejected denied aborted disconnected disconnect terminated crashed"
                    + " died stopped exited error échec refusé refusée échoué échouée erreur");

    /** In "died with 5" the number says how. */
    static final Set<String> ENDINGS = of(
            "failed refused rejected died crashed terminated finished completed ended stopped exited aborted killed");

    /** In "refused: 5" too. */
    static final Set<String> REFUSALS = of("refused rejected denied refusé refusée refus");

    /** What may follow a status at the very beginning. */
    static final Set<String> BEHIND_STATUS =
            of("from on for at while when error response returned received occurred de du sur pour lors");

    /** A single answer, not a count of them: "a 404 error". */
    static final Set<String> ANSWERS = of("error response status occurred answer reply");

    /** What answers, and what is numbered itself. */
    static final Set<String> ANSWERING = of("client server socket websocket upstream backend answer reply");

    static final Set<String> NOT_COUNTED = of(
            "this was status whereas access depuis dans sans vers lors après alors mais puis sous hors envers its always across"
                    + " means indicates occurs happens process address");

    static final Set<String> COUNTED = of("times fois bytes rows items");

    private CodeWords() {}

    private static Set<String> of(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }
}
