package io.vigie.alert;

import io.vigie.kit.identity.IdentityConfiguration;
import io.vigie.kit.service.ServiceKitConfiguration;
import io.vigie.kit.service.StandaloneService;
import io.vigie.messaging.MessagingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The alert-service; settings in {@code alert.yml} on the class path. */
@SpringBootApplication
@Import({ServiceKitConfiguration.class, IdentityConfiguration.class, MessagingConfiguration.class})
public class AlertApplication {

    /** Runs it alone. */
    public static void main(String[] args) {
        StandaloneService.run(AlertApplication.class, "alert", args);
    }
}
