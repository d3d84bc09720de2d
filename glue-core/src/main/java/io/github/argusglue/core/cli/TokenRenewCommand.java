package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.service.StoppedTokens;
import io.github.argusglue.core.token.TokenJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renews a token now, through the running process or directly. */
@Command(
        description = {
            "Replace a source's Argus token, and the file that contains it, with a new one now.",
            "The running argus-glue does this; if none is running, the command does. Works without 'renew = true'."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:renewed; Argus accepts the new token",
            "1:not renewed; the old token is still in use, or the running argus-glue retries",
            "2:bad usage or configuration",
            "5:no token is known to be valid: follow the printed instruction"
        })
final class TokenRenewCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", description = "Source whose token to renew.")
    private String source = "";

    @Spec
    private @Nullable CommandSpec spec;

    TokenRenewCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException, InterruptedException {
        JsonNode result = process.isRunning(root)
                ? process.call(root, Map.of("command", "token-renew", "source", source))
                : here();
        String text = source + ": " + result.path("text").asText();
        return switch (result.path("result").asText()) {
            case "renewed" -> {
                Output.of(spec).println(text);
                yield ExitCode.OK;
            }
            case "person" -> {
                Output.errOf(spec).println(text);
                yield ExitCodes.ACTION;
            }
            default -> {
                Output.errOf(spec).println(text);
                yield ExitCode.SOFTWARE;
            }
        };
    }

    private JsonNode here() throws ConfigException, IOException, InterruptedException {
        LoadedConfig loaded = root.loadConfig();
        Output.selectSources(loaded, List.of(source));
        ObjectNode answer = new ObjectMapper().createObjectNode();
        try (StoppedTokens tokens = StoppedTokens.of(loaded.config(), Clock.systemUTC())) {
            TokenJson.write(tokens.renew(source, TIMEOUT), answer);
        }
        return answer;
    }
}
