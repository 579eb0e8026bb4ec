/** Alerts, silences, rules, channels and deliveries, which alert-service owns, over GraphQL. */
@NullMarked
package io.vigie.query.alerts;

import org.jspecify.annotations.NullMarked;
