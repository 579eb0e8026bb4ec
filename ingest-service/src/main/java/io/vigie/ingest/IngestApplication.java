package io.vigie.ingest;

import io.vigie.kit.service.ServiceKitConfiguration;
import io.vigie.kit.service.StandaloneService;
import io.vigie.messaging.MessagingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The ingest service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MessagingConfiguration.class, ServiceKitConfiguration.class})
public class IngestApplication {

    /** Runs it as a process of its own. */
    public static void main(String[] args) {
        StandaloneService.run(IngestApplication.class, "ingest", args);
    }
}
