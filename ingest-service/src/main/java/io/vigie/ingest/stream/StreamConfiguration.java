package io.vigie.ingest.stream;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigie.ingest.key.KeyRegistry;
import io.vigie.ingest.schema.SchemaRegistry;
import io.vigie.messaging.Messaging;
import io.vigie.messaging.RecordPublisher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.lifecycle.GrpcServerShutdownEvent;

@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    KeyRegistry keyRegistry(Messaging messaging) {
        return new KeyRegistry(messaging);
    }

    @Bean
    SchemaRegistry schemaRegistry(RecordPublisher publisher, Clock clock, MeterRegistry meters) {
        return new SchemaRegistry(publisher, clock, meters);
    }

    @Bean
    AgentStreams agentStreams(
            KeyRegistry keys,
            SchemaRegistry schemas,
            RecordPublisher publisher,
            StreamSettings settings,
            Clock clock,
            MeterRegistry meters) {
        return new AgentStreams(keys, schemas, publisher, settings, clock, meters);
    }

    @Bean
    AgentEndpoint agentEndpoint(AgentStreams streams) {
        return new AgentEndpoint(streams);
    }

    /** Streams never wait, so they run on the connection's own thread. */
    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> runOnEventLoop() {
        return NettyServerBuilder::directExecutor;
    }

    @Bean
    DrainAtShutdown drainAtShutdown(AgentStreams streams) {
        return new DrainAtShutdown(streams);
    }

    /** Before gRPC waits for its streams to end. */
    record DrainAtShutdown(AgentStreams streams) {

        @EventListener(GrpcServerShutdownEvent.class)
        void drain() {
            streams.drain();
        }
    }
}
