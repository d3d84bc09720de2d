package io.github.argusglue.core.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/** The common layout of all pages. Style and script are inline, and nothing else may be run or fetched. */
final class PageLayout {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1b1f24;--soft:#4d565f;--paper:#fff;--rule:#d5dae0;--bar:#f3f5f7;--link:#0b57d0;\
            --bad:#a11212;--bad-paper:#fdecec;--good:#0e6b2f;--wait:#6b4a00;--wait-paper:#fff6dc}
            @media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#a9b3bd;--paper:#14181c;--rule:#363d45;--bar:#1d2329;\
            --link:#8ab4f8;--bad:#ff9c94;--bad-paper:#3a1717;--good:#7ad191;--wait:#f0c965;--wait-paper:#332a10}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.45 system-ui,sans-serif}
            header,main,footer{max-width:76rem;margin:0 auto;padding:.75rem 1rem}
            header{display:flex;gap:1rem;align-items:baseline;border-bottom:1px solid var(--rule)}
            header a{font-weight:700;text-decoration:none}
            footer{color:var(--soft);border-top:1px solid var(--rule);font-size:.9rem}
            h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}
            a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
            p{margin:.5rem 0}ul{margin:0;padding-left:1.1rem}
            table{border-collapse:collapse;width:100%}
            caption{text-align:left;color:var(--soft);padding:.25rem 0}
            th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid var(--rule);overflow-wrap:anywhere}
            thead th{background:var(--bar);white-space:nowrap}
            th small,td small,dd small{display:block;color:var(--soft);font-weight:400;font-size:.875rem}
            time,.n{font-variant-numeric:tabular-nums}.n,td time{white-space:nowrap}
            .active{color:var(--good)}.failing,.failed,.refused{color:var(--bad)}.starting,.standby,.degraded,.found{color:var(--wait)}
            .state{font-weight:600;white-space:nowrap}
            .note{border-left:4px solid var(--wait);background:var(--wait-paper);padding:.5rem .75rem;overflow-wrap:anywhere}
            .note.bad{border-color:var(--bad);background:var(--bad-paper)}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;margin:.5rem 0}dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
            @media(max-width:46rem){
            .wide,.wide caption,.wide tbody,.wide tr,.wide th,.wide td{display:block;width:100%}
            .wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
            .wide tr{border:1px solid var(--rule);border-radius:.5rem;margin:.75rem 0;padding:.25rem 0}
            .wide th,.wide td{border:0;padding:.2rem .75rem}.wide td:empty{display:none}
            .wide td::before{content:attr(data-label) ": ";color:var(--soft)}
            }
            """;

    /** Refreshes the page periodically, except while the user has focused or selected something. */
    private static final String SCRIPT = """
            setInterval(async () => {
              const old = document.querySelector("main"), stale = document.getElementById("stale");
              if (document.hidden || old.contains(document.activeElement) || String(getSelection())) return;
              try {
                const answer = await fetch(location.href, {cache: "no-store"});
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                old.replaceWith(page.querySelector("main"));
                document.title = page.title;
                stale.hidden = true;
              } catch (e) { stale.hidden = false; }
            }, 10000);
            """;

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
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .raw("<link rel=\"icon\" href=\"data:,\">")
                .element("title", title)
                .raw("<style>")
                .raw(STYLE)
                .raw("</style></head>\n<body><header><a href=\"/\">argus-glue</a> <span>")
                .text(service.version())
                .raw("</span></header>\n")
                .raw("<div role=\"status\"><p class=\"note bad\" id=\"stale\" hidden>")
                .raw("argus-glue does not respond: this page is out of date.</p></div>\n<main>\n")
                .raw(content.toString())
                .raw("<p>As of ");
        Format.stamp(html, now, Format.time(now));
        html.raw(".</p></main>\n<footer>Updated automatically every ten seconds. For monitoring: ")
                .raw("<a href=\"/metrics\">metrics</a>, <a href=\"/readyz\">readyz</a>, <a"
                        + " href=\"/healthz\">healthz</a>.")
                .raw("</footer>\n<script>")
                .raw(SCRIPT)
                .raw("</script></body></html>\n");
        return HttpReply.of(status, "text/html; charset=utf-8", html.toString())
                .with("Content-Security-Policy", POLICY);
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
