package io.vigie.gateway;

import io.vigie.testkit.servers.RealKafka;
import io.vigie.testkit.servers.RealMongo;
import io.vigie.testkit.servers.RealRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway on a free port of loopback, as its own main would start it. */
public final class RunningGateway implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static Builder with(String setting, Object value) {
        return new Builder().and(setting, value);
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public String authority() {
        return "127.0.0.1:" + port();
    }

    public URI uri(String path) {
        return URI.create("http://" + authority() + path);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Settings over the defaults of gateway.yml; nobody listens at an upstream that is not set. */
    public static final class Builder {

        private final Map<String, Object> settings = new LinkedHashMap<>();

        private Builder() {
            settings.put("server.port", 0);
            settings.put("management.server.port", 0);
            settings.put("vigie.kafka.bootstrap-servers", RealKafka.bootstrapServers());
            settings.put("spring.mongodb.uri", RealMongo.freshDatabase());
            settings.put("spring.data.redis.url", RealRedis.url());
            settings.put("vigie.gateway.upstreams.query", "http://127.0.0.1:1");
            settings.put("vigie.gateway.upstreams.ingest", "http://127.0.0.1:1");
            settings.put("vigie.gateway.upstreams.ingest-grpc", "127.0.0.1:1");
            settings.put("vigie.gateway.key-directory", temporaryDirectory().toString());
        }

        public Builder and(String setting, Object value) {
            settings.put(setting, value);
            return this;
        }

        public RunningGateway start() {
            List<String> arguments = new ArrayList<>(List.of("--spring.config.name=gateway"));
            settings.forEach((setting, value) -> arguments.add("--" + setting + "=" + value));
            return new RunningGateway(
                    new SpringApplicationBuilder(GatewayApplication.class).run(arguments.toArray(String[]::new)));
        }

        private static Path temporaryDirectory() {
            try {
                return Files.createTempDirectory("vigie-gateway");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
