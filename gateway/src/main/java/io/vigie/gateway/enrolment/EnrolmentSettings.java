package io.vigie.gateway.enrolment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How agents are enrolled.
 *
 * @param perMinute how many claims one fleet key may make within a minute
 */
@ConfigurationProperties("vigie.gateway.enrolments")
record EnrolmentSettings(@DefaultValue("300") int perMinute) {

    EnrolmentSettings {
        if (perMinute < 1) {
            throw new IllegalArgumentException("vigie.gateway.enrolments.per-minute must be positive");
        }
    }
}
