package io.vigie.gateway.door;

import io.vigie.kit.job.RepeatingJob;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TlsSettings.class, LimitSettings.class, CorsSettings.class, InnerDoorSettings.class})
class DoorConfiguration {

    private static final Duration PREFLIGHT_HOLDS = Duration.ofHours(1);
    private static final Pattern REPORT = Pattern.compile("(/k/[^/]+)?/report");

    @Bean
    AnswerHeadersFilter answerHeadersFilter(TlsSettings tls) {
        return new AnswerHeadersFilter(tls.isOn());
    }

    @Bean
    BodyLimitFilter bodyLimitFilter(LimitSettings limits) {
        return new BodyLimitFilter(limits.body(), limits.bodyPause());
    }

    /** The door alone, not the management port beside it. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connectionGuard(
            LimitSettings limits, ServerProperties server) {
        int maxHeaderBytes =
                Math.toIntExact(server.getMaxHttpRequestHeaderSize().toBytes());
        return factory ->
                factory.addServerCustomizers(new ConnectionGuard(limits.connections(), limits.head(), maxHeaderBytes));
    }

    /** Before everything that asks who it is: a browser's preflight request carries no credential. */
    @Bean
    @Order(BodyLimitFilter.ORDER + 1)
    CorsWebFilter corsWebFilter(CorsSettings settings) {
        UrlBasedCorsConfigurationSource named = namedOrigins(settings);
        CorsConfiguration reports = new CorsConfiguration();
        reports.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        reports.setAllowedMethods(List.of(HttpMethod.POST.name()));
        reports.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        reports.setMaxAge(PREFLIGHT_HOLDS);
        return new CorsWebFilter(
                exchange -> asksToReport(exchange.getRequest()) ? reports : named.getCorsConfiguration(exchange));
    }

    /** What follows is ingest-service's to answer, these headers included; a preflight never gets there. */
    private static boolean asksToReport(ServerHttpRequest request) {
        return CorsUtils.isPreFlightRequest(request)
                && REPORT.matcher(request.getURI().getRawPath()).matches();
    }

    private static UrlBasedCorsConfigurationSource namedOrigins(CorsSettings settings) {
        UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
        if (settings.allowedOrigins().isEmpty()) {
            return paths;
        }
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(settings.allowedOrigins());
        cors.setAllowedMethods(List.of(
                HttpMethod.GET.name(), HttpMethod.POST.name(), HttpMethod.PATCH.name(), HttpMethod.DELETE.name()));
        cors.setAllowedHeaders(List.of("Authorization", "X-API-Key", "Content-Type"));
        cors.setMaxAge(PREFLIGHT_HOLDS);
        paths.registerCorsConfiguration("/graphql", cors);
        paths.registerCorsConfiguration("/api/v1/**", cors);
        return paths;
    }

    @Bean
    @ConditionalOnProperty("vigie.gateway.internal-port")
    InnerDoor innerDoor(InnerDoorSettings settings, HttpHandler handler, ReactorResourceFactory resources) {
        return new InnerDoor(settings.internalPort(), handler, resources.getLoopResources());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("vigie.gateway.tls.certificate")
    static class Tls {

        private static final Duration LOOK = Duration.ofSeconds(1);

        @Bean
        TlsCertificate tlsCertificate(TlsSettings settings, DefaultSslBundleRegistry bundles) {
            if (settings.certificate() == null || settings.privateKey() == null) {
                throw new IllegalStateException("the settings have been checked");
            }
            return new TlsCertificate(settings.certificate(), settings.privateKey(), bundles);
        }

        @Bean
        RepeatingJob tlsCertificateJob(TlsCertificate certificate) {
            return new RepeatingJob("tls-certificate", LOOK, LOOK, () -> Mono.fromRunnable(certificate::look));
        }

        @Bean
        WebServerFactoryCustomizer<NettyReactiveWebServerFactory> tls(TlsCertificate certificate) {
            return factory -> factory.setSsl(Ssl.forBundle(TlsCertificate.BUNDLE));
        }
    }
}
