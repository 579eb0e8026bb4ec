package io.vigie.error;

import io.vigie.kit.identity.IdentityConfiguration;
import io.vigie.kit.service.ServiceKitConfiguration;
import io.vigie.kit.service.StandaloneService;
import io.vigie.messaging.MessagingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The error-service; settings in {@code error.yml} on the class path. */
@SpringBootApplication
@Import({ServiceKitConfiguration.class, IdentityConfiguration.class, MessagingConfiguration.class})
public class ErrorApplication {

    /** Runs it alone. */
    public static void main(String[] args) {
        StandaloneService.run(ErrorApplication.class, "error", args);
    }
}
