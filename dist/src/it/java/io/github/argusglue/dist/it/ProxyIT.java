package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The web servers of docs/examples/proxy in front of the page, and one that requires a client certificate in front of a
 * real Argus.
 */
@ExtendWith(Lab.class)
final class ProxyIT {
    private static final Duration STARTED = Duration.ofMinutes(1);
    private static final int AT_ONCE = 300;
    private static final String TOKEN = "s3cret-hook-token";
    private static final String STRANGER = "127.0.0.2";

    private final LabArgus argus;
    private final String source = "proxied-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path config = Folders.fresh(source).resolve("argus-glue.toml");
    private final int port = LabProxy.freePort();

    ProxyIT(LabArgus argus) {
        this.argus = argus;
    }

    private void configure(String argusKeys) throws IOException {
        Files.writeString(config, """
                state_dir = "state"
                [http]
                listen = "127.0.0.1:%d"
                hosts = ["glue.example.org"]
                connections_per_address = 512
                [argus]
                %s
                [sources.%s]
                type = "generic"
                argus_token = "%s"
                hook_token = "%s"
                interval = "1s"
                """.formatted(port, argusKeys, source, argus.newSource(source), TOKEN));
    }

    private String example(String file) throws IOException {
        return Files.readString(
                        Folders.checkout().resolve("docs/examples/proxy").resolve(file))
                .replace("127.0.0.1:9680", "127.0.0.1:" + port)
                .replace("192.0.2.10", "127.0.0.1")
                .replace("192.0.2.20", "127.0.0.1");
    }

    private String nginx(LabProxy proxy) throws IOException {
        // noc:secret, with a cheap bcrypt
        Files.writeString(proxy.file("htpasswd"), "noc:$2y$05$bmhUQhN4XllAVpkk.WuQ0Olx4937bvtGrV3ui0/dton9KZUYzv63S\n");
        return example("nginx.conf")
                .replace("listen 443 ssl", "listen 127.0.0.1:" + proxy.port() + " ssl")
                .replace("/etc/nginx/glue.example.org", proxy.file("server").toString())
                .replace(
                        "/etc/nginx/argus-glue.htpasswd", proxy.file("htpasswd").toString());
    }

    private String caddy(LabProxy proxy) throws IOException {
        return "{\n\tauto_https disable_redirects\n\tadmin off\n}\n"
                + example("Caddyfile")
                        .replace("\nglue.example.org {", "\nhttps://glue.example.org:" + proxy.port() + " {")
                        .replace(
                                "/etc/caddy/glue.example.org",
                                proxy.file("server").toString())
                        .replace("$2a$14$REPLACE", "$2a$05$bmhUQhN4XllAVpkk.WuQ0Olx4937bvtGrV3ui0/dton9KZUYzv63S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy"})
    void thePageHasALoginAndTheRestItsAddresses(String kind) throws Exception {
        configure("url = \"" + argus.url() + "\"");
        try (LabProxy proxy = new LabProxy();
                GlueProcess glue = GlueProcess.run(config)) {
            proxy.start(kind, kind.equals("nginx") ? nginx(proxy) : caddy(proxy));
            Await.equal(STARTED, "the page", List.of("200"), () -> proxy.curl("/", "--user", "noc:secret"));
            assertEquals(List.of("401"), proxy.curl("/"));
            assertEquals(List.of("401"), proxy.curl("/", "--user", "noc:wrong"));
            assertEquals(List.of("401"), proxy.curl("/api/sources", "--interface", STRANGER));
            assertEquals(List.of("200"), proxy.curl("/metrics"));
            assertEquals(List.of("403"), proxy.curl("/metrics", "--interface", STRANGER));
            for (String path : List.of("/hooks/../", "/hooks/%2e%2e/", "/hooks/..%2f", "/metrics/", "/metrics/../")) {
                assertEquals(List.of("401"), proxy.curl(path), path);
            }

            Await.equal(STARTED, "webhooks", List.of("200"), () -> post(proxy, TOKEN));
            assertEquals(List.of("401"), post(proxy, "wrong", "--header", "X-Forwarded-For: 192.0.2.99"));
            assertEquals(List.of("403"), post(proxy, TOKEN, "--interface", STRANGER));
            glue.awaitLog("refused from 127.0.0.1: webhook for '" + source + "'", STARTED);
            Await.equal(STARTED, "open incidents", 1, () -> argus.openCount(source));

            List<String> all = proxy.curl(
                    "/metrics?n=[1-" + AT_ONCE + "]",
                    "--parallel",
                    "--parallel-immediate",
                    "--parallel-max",
                    "" + AT_ONCE);
            assertEquals(Collections.nCopies(AT_ONCE, "200"), all);
            assertEquals(List.of("200"), proxy.curl("/healthz", "--user", "noc:secret"), "not locked out");
            assertEquals(List.of(), glue.logMatching("too many connections"));
        }
    }

    private List<String> post(LabProxy proxy, String token, String... options) {
        String[] all = new String[options.length + 4];
        all[0] = "--header";
        all[1] = "Authorization: Bearer " + token;
        all[2] = "--data";
        all[3] =
                "{\"open\": {\"key\": \"k\", \"start\": \"2026-11-20T00:00:00Z\", \"level\": 2, \"description\": \"d\"}}";
        System.arraycopy(options, 0, all, 4, options.length);
        return proxy.curl("/hooks/" + source, all);
    }

    /** nginx in front of Argus with ssl_verify_client: without our certificate, nothing passes. */
    @Test
    void argusBehindAServerThatRequiresAClientCertificate() throws Exception {
        try (LabProxy proxy = new LabProxy()) {
            proxy.start("nginx", """
                    server {
                        listen 127.0.0.1:%d ssl;
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                        ssl_client_certificate %s;
                        ssl_verify_client on;
                        location / {
                            proxy_set_header Host $http_host;
                            proxy_pass %s;
                        }
                    }
                    """.formatted(
                            proxy.port(),
                            proxy.file("server.crt"),
                            proxy.file("server.key"),
                            proxy.file("ca.crt"),
                            argus.url().toString().replaceAll("/$", "")));
            String keys =
                    "url = \"https://127.0.0.1:" + proxy.port() + "\"\nca_file = \"" + proxy.file("ca.crt") + "\"\n";
            configure(keys);
            assertTrue(
                    check(1).contains("requires a client certificate, or does not accept ours: check"
                            + " 'client_certificate'"),
                    "none");
            Path own = config.resolveSibling("own.pem");
            Files.copy(proxy.file("stranger.pem"), own);
            configure(keys + "client_certificate = \"own.pem\"\n");
            assertTrue(check(1).contains("check 'client_certificate'"), "another one");
            try (GlueProcess glue = GlueProcess.run(config)) {
                glue.awaitLog("check 'client_certificate'", STARTED);
                Files.delete(own);
                Files.copy(proxy.file("client.pem"), own);
                glue.awaitLog("a certificate file of .* has changed", STARTED);
                glue.awaitLog("alerts? open", STARTED);
            }
            check(0);
        }
    }

    /** Returns what {@code check --online} prints. */
    private String check(int exitCode) throws IOException {
        Path log = config.resolveSibling("check-" + UUID.randomUUID() + ".log");
        try (GlueProcess check = GlueProcess.start(log, "-c", config.toString(), "check", "--online")) {
            assertEquals(exitCode, check.awaitExit(STARTED), log::toString);
        }
        return Files.readString(log) + Files.readString(log.resolveSibling(log.getFileName() + ".out"));
    }
}
