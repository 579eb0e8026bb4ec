package io.vigie.error.journal;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.vigie.error.events.Grouped;
import io.vigie.error.events.Occurrence;
import io.vigie.kit.logging.SecretMask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code errors.log}: one line of JSON per error, so that no line of a stack can pass for another line; secrets are masked. Rolled by
 * day and size with a cap. Written with Logback's appender, but apart from the log of the process, which may be off.
 */
final class RollingJournal implements Journal, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ContextBase context = new ContextBase();
    private final RollingFileAppender<String> appender = new RollingFileAppender<>();

    RollingJournal(Path directory, JournalSettings settings) {
        context.setName("errors");
        appender.setContext(context);
        appender.setName("errors");
        appender.setFile(directory.resolve("errors.log").toString());
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        SizeAndTimeBasedRollingPolicy<String> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(
                directory.resolve("errors.%d{yyyy-MM-dd}.%i.log.gz").toString());
        policy.setMaxFileSize(new FileSize(settings.fileSize().toBytes()));
        policy.setTotalSizeCap(new FileSize(settings.totalSize().toBytes()));
        policy.setMaxHistory(settings.days());
        policy.setCleanHistoryOnStart(true);
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(policy);
        appender.start();
    }

    @Override
    public void write(Grouped error) {
        appender.doAppend(SecretMask.mask(JSON.writeValueAsString(line(error))));
    }

    private static Map<String, Object> line(Grouped grouped) {
        Occurrence error = grouped.error();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", error.receivedAt().toString());
        line.put("level", error.level().text());
        line.put("service", error.service());
        line.put("id", error.id());
        line.put("group", grouped.key());
        line.put("message", error.message());
        line.put("stack", error.stack());
        line.put("path", error.path());
        line.put("method", error.method());
        line.put("metadata", error.metadata());
        return line;
    }

    @Override
    public void close() {
        appender.stop();
        context.stop();
    }

    private static final class LineEncoder extends EncoderBase<String> {

        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] encode(String line) {
            return (line + "\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }
    }
}
