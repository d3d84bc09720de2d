package io.github.argusglue.core.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Writes the status of tokens as JSON. */
public final class TokenJson {
    private TokenJson() {}

    /** Writes the status of a token. */
    public static void write(TokenReport report, ObjectNode json) {
        json.put("source", report.source());
        json.put("kind", report.kind().name().toLowerCase(Locale.ROOT));
        json.put("state", report.state());
        json.put("step", report.step().name().toLowerCase(Locale.ROOT));
        json.put("until", report.until() == null ? null : String.valueOf(report.until()));
        json.put("outlook", report.outlook());
        json.put("file", report.file());
        json.put("renew", report.renew());
        json.put("trouble", report.trouble());
        json.put("instruction", report.instruction());
        json.put("incident", report.incident() <= 0 ? null : (Long) report.incident());
    }

    /** Writes the result of a renewal. */
    public static void write(RenewalResult result, ObjectNode json) {
        json.put("result", result.kind().name().toLowerCase(Locale.ROOT));
        json.put("text", result.text());
    }
}
