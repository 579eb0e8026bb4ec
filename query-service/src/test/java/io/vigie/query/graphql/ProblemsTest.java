package io.vigie.query.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import graphql.execution.AbortExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProblemsTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(Problems.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        log.detachAppender(logged);
    }

    @Test
    void whoGoesAwayInTheMiddleOfAQuestionIsNoErrorOfOurs() {
        assertThat(Problems.of(new AbortExecutionException("cancelled"), null).getExtensions())
                .containsEntry("code", "unavailable");
        assertThat(logged.list).isEmpty();
    }

    @Test
    void whatIsNotExpectedIsLoggedAndNotShown() {
        assertThat(Problems.of(new IllegalStateException("a secret"), null).getMessage())
                .doesNotContain("secret");
        assertThat(logged.list).hasSize(1);
    }
}
