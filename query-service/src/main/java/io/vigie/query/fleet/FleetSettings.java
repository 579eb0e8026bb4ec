package io.vigie.query.fleet;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Prefix {@code vigie.query}.
 *
 * @param alertsUrl of alert-service, {@code http://host:port}; without it sites are shown without alerts
 */
@ConfigurationProperties("vigie.query")
record FleetSettings(@Nullable URI alertsUrl) {}
