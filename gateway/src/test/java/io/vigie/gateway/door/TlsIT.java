package io.vigie.gateway.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.stub.ClientCalls;
import io.vigie.gateway.RunningGateway;
import io.vigie.proto.agent.v1.AgentMessage;
import io.vigie.proto.agent.v1.AgentServiceGrpc;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void onePortSpeaksBothProtocolsOverTlsAndTakesANewCertificateWhileItRuns() throws Exception {
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        Pair first = pair("first", "RSA");
        Pair second = pair("second", "EC");
        first.writeTo(certificate, key);
        try (RunningGateway gateway = RunningGateway.with("vigie.gateway.tls.certificate", certificate)
                .and("vigie.gateway.tls.private-key", key)
                .start()) {
            assertThat(alpn(gateway, "h2", "http/1.1")).isEqualTo("h2");
            assertThat(alpn(gateway, "http/1.1")).isEqualTo("http/1.1");
            assertThat(serial(gateway)).isEqualTo(first.serial());
            signsInWithASecureCookie(gateway, HttpClient.Version.HTTP_1_1);
            signsInWithASecureCookie(gateway, HttpClient.Version.HTTP_2);
            refusesAGrpcCallInItsOwnWords(gateway);
            refusesAPlainPageOfItsOwnName(gateway);
            answersWhatIsTooLongWithAProblem(gateway);
            saysNothingOfFailedHandshakes(gateway);

            Files.writeString(certificate, second.certificate());
            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> serial(gateway).equals(first.serial()));
            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nbroken");
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> serial(gateway).equals(first.serial()));
            Files.writeString(key, second.key());
            long start = System.nanoTime();
            await().atMost(PATIENCE).until(() -> serial(gateway).equals(second.serial()));
            System.out.printf("A new certificate was in use after %d ms%n", (System.nanoTime() - start) / 1_000_000);
        }
    }

    @Test
    void whatIsNoCertificateEndsTheStartWithOneClearReason() throws Exception {
        Path certificate = folder.resolve("bad.crt");
        Path key = folder.resolve("bad.key");
        Pair one = pair("one", "RSA");
        Pair other = pair("other", "RSA");
        Files.writeString(certificate, one.certificate());
        Files.writeString(key, other.key());
        assertThatThrownBy(() -> RunningGateway.with("vigie.gateway.tls.certificate", certificate)
                        .and("vigie.gateway.tls.private-key", key)
                        .start())
                .rootCause()
                .hasMessageContaining("the key is not the certificate's");
        assertThatThrownBy(() -> RunningGateway.with("vigie.gateway.tls.certificate", certificate)
                        .start())
                .rootCause()
                .hasMessageContaining("go together");
    }

    private static void signsInWithASecureCookie(RunningGateway gateway, HttpClient.Version version) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(version).sslContext(trusting()).build()) {
            String password = gateway.firstCredentials().password();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/auth/login"))
                            .header("Content-Type", "application/json")
                            .header("Origin", "https://localhost:" + gateway.port())
                            .POST(HttpRequest.BodyPublishers.ofString(RunningGateway.login("admin", password)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }

    private static void refusesAPlainPageOfItsOwnName(RunningGateway gateway) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/auth/login"))
                            .header("Content-Type", "application/json")
                            .header("Origin", "http://localhost:" + gateway.port())
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        }
    }

    private static void answersWhatIsTooLongWithAProblem(RunningGateway gateway) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting())
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/" + "x".repeat(20_000)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(414);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    private static void saysNothingOfFailedHandshakes(RunningGateway gateway) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            sendRaw(gateway, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            sendRaw(gateway, "\u0016\u0003\u0001\u0000\u0005nonsense");
            sendRaw(gateway, "\u0016\u0003\u0001");
            try (SSLSocket distrusts =
                    (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket("localhost", gateway.port())) {
                assertThatThrownBy(distrusts::startHandshake).isInstanceOf(IOException.class);
            }
            try (SSLSocket speaksSomethingElse = connect(gateway)) {
                var parameters = speaksSomethingElse.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"spdy/1"});
                speaksSomethingElse.setSSLParameters(parameters);
                speaksSomethingElse.setSoTimeout(10_000);
                speaksSomethingElse.startHandshake();
                speaksSomethingElse.getOutputStream().write("nonsense\r\n\r\n".getBytes(ISO_8859_1));
                speaksSomethingElse.getInputStream().readAllBytes();
            } catch (IOException e) {
                assertThat(e).isInstanceOf(SSLException.class);
            }
            assertThat(serial(gateway)).isPositive();
            assertThat(log.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)))
                    .isEmpty();
        } finally {
            root.detachAppender(log);
        }
    }

    private static void sendRaw(RunningGateway gateway, String bytes) throws IOException {
        try (Socket socket = new Socket("localhost", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }

    private static void refusesAGrpcCallInItsOwnWords(RunningGateway gateway) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", gateway.port())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build())
                .build();
        try {
            Iterator<?> answers = ClientCalls.blockingServerStreamingCall(
                    channel,
                    AgentServiceGrpc.getConnectMethod().toBuilder()
                            .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
                            .build(),
                    io.grpc.CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                    AgentMessage.getDefaultInstance());
            assertThatThrownBy(answers::hasNext)
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            error -> assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
                    .hasMessageContaining("ingest-service");
        } finally {
            channel.shutdownNow();
        }
    }

    private static String alpn(RunningGateway gateway, String... protocols) throws Exception {
        try (SSLSocket socket = connect(gateway)) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    private static BigInteger serial(RunningGateway gateway) throws Exception {
        try (SSLSocket socket = connect(gateway)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static SSLSocket connect(RunningGateway gateway) throws Exception {
        return (SSLSocket) trusting().getSocketFactory().createSocket("localhost", gateway.port());
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    /** Made by the JDK's own tool, which writes no PEM. */
    private Pair pair(String name, String algorithm) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        tool.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(tool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("x");
        return new Pair(
                pem("CERTIFICATE", certificate.getEncoded()),
                pem("PRIVATE KEY", keys.getKey("x", "changeit".toCharArray()).getEncoded()),
                certificate.getSerialNumber());
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }

    private record Pair(String certificate, String key, BigInteger serial) {

        void writeTo(Path certificateFile, Path keyFile) throws Exception {
            Files.writeString(certificateFile, certificate);
            Files.writeString(keyFile, key);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
