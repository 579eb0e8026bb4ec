/** What the services, the agent and integrators agree on: identities, keys, schema ids and Kafka topics. */
@NullMarked
package io.vigie.proto;

import org.jspecify.annotations.NullMarked;
