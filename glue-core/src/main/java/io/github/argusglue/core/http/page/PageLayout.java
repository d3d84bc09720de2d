package io.github.argusglue.core.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * The common layout of all pages. Style and script are in the page itself, so that nothing else is fetched; the browser
 * runs them because it is told their digests, and nothing else.
 */
final class PageLayout {
    private static final String STYLE = resource("page.css");
    private static final String SCRIPT = resource("page.js");

    private static final String POLICY =
            "default-src 'none'; style-src '" + hash(STYLE) + "'; script-src '" + hash(SCRIPT)
                    + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final ServiceStatus service;

    PageLayout(ServiceStatus service) {
        this.service = service;
    }

    /** Returns a page with the given content; the title is escaped. */
    HttpReply page(int status, String title, Html content, Instant now) {
        Html html = new Html();
        // The script reloads the page if another build of argus-glue answers.
        html.raw("<!doctype html>\n<html lang=\"en\" data-build=\"")
                .text(hash(STYLE + SCRIPT))
                .raw("\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .raw("<link rel=\"icon\" href=\"data:,\">")
                .element("title", title)
                .raw("<style>")
                .raw(STYLE)
                .raw("</style></head>\n<body><header><a href=\"/\">argus-glue</a> <span>")
                .text(service.version())
                .raw("</span><span data-live id=\"asof\">As of ");
        Format.stamp(html, now, Format.time(now));
        html.raw("</span></header>\n")
                .raw("<div role=\"status\"><p class=\"note bad\" id=\"stale\" hidden>")
                .raw("argus-glue does not respond: this page is out of date.</p></div>\n<main>\n")
                .raw(content.toString())
                .raw("</main>\n<footer><noscript>Without JavaScript, this page stays as it is: ")
                .raw("<a href=\"\">reload</a>. </noscript><span class=\"scripted\">Updated every five seconds. </span>")
                .raw("For monitoring: <a href=\"/metrics\">metrics</a>, <a href=\"/readyz\">readyz</a>, ")
                .raw("<a href=\"/healthz\">healthz</a>.</footer>\n<script>")
                .raw(SCRIPT)
                .raw("</script></body></html>\n");
        return HttpReply.of(status, "text/html; charset=utf-8", html.toString())
                .with("Content-Security-Policy", POLICY);
    }

    private static String resource(String name) {
        try (InputStream in = PageLayout.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
