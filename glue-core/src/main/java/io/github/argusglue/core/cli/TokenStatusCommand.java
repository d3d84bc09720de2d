package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.service.StoppedTokens;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.token.TokenJson;
import io.github.argusglue.core.token.TokenReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows when the tokens expire, from the running process or from its stored state. */
@Command(
        description = {
            "Show when the sources' Argus tokens expire, how this is known, and what to do.",
            "Asks the running argus-glue; if none is running, shows what the last one stored. Does not contact Argus."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no token is known to expire within a week",
            "1:failed",
            "2:bad usage or configuration",
            "4:a token expires within a week, or its renewal fails",
            "5:Argus rejects a token, or a person has to follow the printed instruction"
        })
final class TokenStatusCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "Source whose token to show. Default: all.")
    private @Nullable String source;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    TokenStatusCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException {
        JsonNode tokens = process.isRunning(root) ? ofRunning() : ofStopped();
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(
                    JsonNodeFactory.instance.objectNode().set("sources", tokens).toPrettyString());
        } else {
            print(tokens, out);
        }
        int worst = ExitCode.OK;
        for (JsonNode token : tokens) {
            worst = Math.max(worst, exitCode(token));
        }
        return worst;
    }

    private JsonNode ofRunning() throws ConfigException, ControlException {
        Map<String, String> request = new HashMap<>(Map.of("command", "token-status"));
        if (source != null) {
            request.put("source", source);
        }
        return process.call(root, request).path("tokens");
    }

    private JsonNode ofStopped() throws ConfigException, IOException {
        LoadedConfig loaded = root.loadConfig();
        ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
        try (StoppedTokens stopped = StoppedTokens.of(loaded.config(), Clock.systemUTC())) {
            for (TokenReport report : stopped.reports()) {
                if (source == null || source.equals(report.source())) {
                    ObjectNode json = tokens.addObject();
                    TokenJson.write(report, json);
                    json.putNull("undelivered");
                }
            }
        }
        if (source != null && tokens.isEmpty()) {
            throw ConfigException.of(Fault.ofFile(loaded.file().toString(), "there is no source '" + source + "'"));
        }
        return tokens;
    }

    private static int exitCode(JsonNode token) {
        String step = token.path("step").asText();
        if (token.hasNonNull("instruction") || "refused".equals(step)) {
            return ExitCodes.ACTION;
        }
        return "fine".equals(step) && !token.hasNonNull("trouble") ? ExitCode.OK : ExitCodes.ATTENTION;
    }

    static void print(JsonNode tokens, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SOURCE", "KIND", "RENEWED", "TOKEN"));
        for (JsonNode token : tokens) {
            rows.add(List.of(
                    token.path("source").asText(),
                    token.path("kind").asText(),
                    token.path("renew").asBoolean() ? "yes" : "no",
                    token.path("outlook").asText()));
        }
        Output.table(rows, out);
        for (JsonNode token : tokens) {
            String name = token.path("source").asText() + ": ";
            if (token.path("undelivered").asInt() > 0) {
                out.println(name + Count.of(token.path("undelivered").asInt(), "change")
                        + (token.path("undelivered").asInt() == 1 ? " waits" : " wait") + " for a valid token");
            }
            if (token.hasNonNull("trouble") && !token.path("trouble").equals(token.path("instruction"))) {
                out.println(name + token.path("trouble").asText());
            }
            if (token.hasNonNull("instruction")) {
                out.println(name + "to do: " + token.path("instruction").asText());
            }
            if (token.hasNonNull("incident")) {
                out.println(name + "reported in Argus as incident "
                        + token.path("incident").asText());
            }
        }
    }
}
