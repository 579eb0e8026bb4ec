package io.vigie.query;

import io.vigie.kit.identity.IdentityConfiguration;
import io.vigie.kit.service.ServiceKitConfiguration;
import io.vigie.kit.service.StandaloneService;
import io.vigie.messaging.MessagingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The query-service; settings in {@code query.yml} on the class path. */
@SpringBootApplication
@Import({ServiceKitConfiguration.class, IdentityConfiguration.class, MessagingConfiguration.class})
public class QueryApplication {

    /** Runs it alone. */
    public static void main(String[] args) {
        StandaloneService.run(QueryApplication.class, "query", args);
    }
}
