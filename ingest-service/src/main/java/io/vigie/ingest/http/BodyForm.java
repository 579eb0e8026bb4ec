package io.vigie.ingest.http;

import io.vigie.kit.problem.ProblemCode;
import io.vigie.kit.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** In which form a body comes: JSON in UTF-8, plain or as gzip. */
enum BodyForm {
    PLAIN,
    GZIP;

    /**
     * What the headers say; no type at all is taken for JSON.
     *
     * @throws ProblemException where it is another form
     */
    static BodyForm of(HttpHeaders headers) {
        if (!isJson(headers)) {
            throw unsupported("Content-Type: application/json in UTF-8 is understood here");
        }
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> PLAIN;
            case "gzip", "x-gzip" -> GZIP;
            default -> throw unsupported("Content-Encoding: gzip or none is understood here");
        };
    }

    private static boolean isJson(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            if (type == null) {
                return true;
            }
            Charset charset = type.getCharset();
            boolean utf8 = charset == null
                    || charset.equals(StandardCharsets.UTF_8)
                    || charset.equals(StandardCharsets.US_ASCII);
            return utf8
                    && type.getType().equals("application")
                    && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /**
     * The body itself, of at most 1 MiB.
     *
     * @throws ProblemException where it is larger, or not what it claims to be
     */
    byte[] plain(byte[] received) {
        if (this == PLAIN) {
            return received;
        }
        try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(received))) {
            byte[] body = inflated.readNBytes(HttpSettings.MAX_BODY_BYTES + 1);
            if (body.length > HttpSettings.MAX_BODY_BYTES) {
                throw tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "body: is not gzip, as Content-Encoding says");
        }
    }

    static ProblemException tooLarge() {
        return new ProblemException(
                ProblemCode.PAYLOAD_TOO_LARGE,
                "body: at most " + HttpSettings.MAX_BODY_BYTES + " bytes are allowed, after inflation too");
    }
}
