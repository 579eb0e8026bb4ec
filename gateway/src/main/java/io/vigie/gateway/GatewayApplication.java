package io.vigie.gateway;

import io.vigie.kit.service.ServiceKitConfiguration;
import io.vigie.kit.service.StandaloneService;
import io.vigie.messaging.MessagingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The gateway. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(FirstStartSettings.class)
@Import({ServiceKitConfiguration.class, MessagingConfiguration.class})
public class GatewayApplication {

    /** As a program of its own; prints what the first start made, or the password that was set anew. */
    public static void main(String[] arguments) {
        ConfigurableApplicationContext context = StandaloneService.run(GatewayApplication.class, "gateway", arguments);
        FirstStart firstStart = context.getBean(FirstStart.class);
        firstStart
                .credentials()
                .thenAccept(made -> made.ifPresent(credentials -> {
                    System.out.println("Sign in    " + credentials.username() + " / " + credentials.password());
                    System.out.println("API key    " + credentials.key().reveal() + "   (service demo)");
                    firstStart.shown();
                }));
        firstStart
                .newPassword()
                .thenAccept(set -> set.ifPresent(recovered ->
                        System.out.println("Sign in    " + recovered.username() + " / " + recovered.password())));
    }
}
