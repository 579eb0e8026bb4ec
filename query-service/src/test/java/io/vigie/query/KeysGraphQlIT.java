package io.vigie.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.kit.identity.Identity;
import io.vigie.kit.identity.Role;
import io.vigie.testkit.servers.RealMongo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keys over GraphQL: the gateway is a stub. */
class KeysGraphQlIT {

    private static final String KEYS = "/internal/v1/keys";
    private static final String SHOWN = """
            {"id":"k1","kind":"service","name":"shop of rennes","service":"shop-api","scopes":["errors","metrics"],"prefix":"abcdEFGH",
             "active":true,"createdBy":"admin","createdAt":"2026-11-21T10:00:00Z","lastUsedAt":null""";

    private static StubOwner gateway;
    private static RunningQuery query;

    @BeforeAll
    static void start() throws Exception {
        gateway = new StubOwner();
        gateway.answerFor(Role.ADMIN, "GET " + KEYS, "[" + SHOWN + """
                },{"id":"f1","kind":"fleet","name":"fleet","service":null,"scopes":[],"prefix":"ijklMNOP","active":true,
                 "createdBy":"admin","createdAt":"2026-11-21T10:00:00Z","lastUsedAt":"2026-11-21T10:00:01Z"}]""")
                .answerFor(Role.ADMIN, "POST " + KEYS, SHOWN + ",\"key\":\"avl_secret\"}")
                .answerFor(Role.ADMIN, "PATCH " + KEYS + "/k1", SHOWN + "}")
                .answerFor(Role.ADMIN, "POST " + KEYS + "/k1/renew", SHOWN + ",\"key\":\"avl_other\"}")
                .answerFor(Role.ADMIN, "DELETE " + KEYS + "/k1", "");
        query = RunningQuery.start(RealMongo.freshDatabase(), Map.of("vigie.query.gateway-url", gateway.url()));
    }

    @AfterAll
    static void stop() {
        query.close();
        gateway.close();
    }

    @Test
    void theKeysOfServicesAreListed() {
        JsonNode keys = query.query(
                        "{ apiKeys { id name service scopes prefix active createdBy createdAt lastUsedAt } }")
                .at("/data/apiKeys");
        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).toString())
                .isEqualTo(
                        "{\"id\":\"k1\",\"name\":\"shop of rennes\",\"service\":\"shop-api\",\"scopes\":[\"ERRORS\",\"METRICS\"],"
                                + "\"prefix\":\"abcdEFGH\",\"active\":true,\"createdBy\":\"admin\",\"createdAt\":\"2026-11-21T10:00:00Z\","
                                + "\"lastUsedAt\":null}");
    }

    @Test
    void whatIsDoneWithThemIsUpToAdminsAsTheGatewaySays() {
        Map<String, String> mutations = Map.of(
                "createApiKey(name: \"n\", service: \"s\", scopes: [READ, ERRORS]) { key apiKey { id } }",
                "avl_secret",
                "setApiKeyActive(id: \"k1\", active: false) { id }",
                "k1",
                "renewApiKey(id: \"k1\") { key apiKey { prefix } }",
                "avl_other",
                "deleteApiKey(id: \"k1\")",
                "true");
        gateway.asked();
        mutations.forEach((mutation, answered) -> {
            JsonNode done = query.query("mutation { " + mutation + " }");
            assertThat(done.has("errors")).as(done.toString()).isFalse();
            assertThat(done.path("data").toString()).contains(answered);
            for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
                JsonNode refused =
                        query.query(new Identity.Person("p", role, Set.of()), "mutation { " + mutation + " }");
                assertThat(refused.at("/errors/0/extensions/code").asString())
                        .as(role + " " + mutation)
                        .isEqualTo("permission_denied");
            }
        });
        assertThat(gateway.asked())
                .filteredOn(asked -> asked.role().equals("admin"))
                .extracting(asked -> asked.call() + " " + asked.body())
                .contains("PATCH " + KEYS + "/k1 {\"active\":false}", "DELETE " + KEYS + "/k1 ")
                .anySatisfy(call -> assertThat(call).contains("\"scopes\":[\"read\",\"errors\"]"));
    }

    @Test
    void aServiceWhoseAddressIsNotSetIsUnavailable() {
        JsonNode answer = query.query("{ issues { totalCount } sourceCounts { total } apiKeys { id } }");
        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("unavailable");
        assertThat(answer.at("/errors/0/message").asString()).contains("error-service", "is not set");
        assertThat(answer.at("/data/apiKeys")).hasSize(1);
    }
}
