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

/** A new token now, with the running process or without. */
@Command(
        description = {
            "Replace a source's token in Argus by a new one, in its file, now.",
            "The running argus-glue does it; if none runs, this command does. 'renew = true' is not needed for it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is a new token and Argus takes it",
            "1:not renewed; the token is what it was, or it is tried again by the running argus-glue",
            "2:bad usage or configuration",
            "5:no token is known to be good: a person has to do what is printed"
        })
final class TokenRenewCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", description = "Source whose token is to be replaced.")
    private String source = "";

    @Spec
    private @Nullable CommandSpec spec;

    TokenRenewCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException, InterruptedException {
        JsonNode result =
                process.isThere(root) ? process.call(root, Map.of("command", "token-renew", "source", source)) : here();
        String text = source + ": " + result.path("text").asText();
        return switch (result.path("result").asText()) {
            case "renewed" -> {
                Output.of(spec).println(text);
                yield ExitCode.OK;
            }
            case "person" -> {
                Output.errOf(spec).println(text);
                yield TokenCommand.PERSON;
            }
            default -> {
                Output.errOf(spec).println(text);
                yield ExitCode.SOFTWARE;
            }
        };
    }

    private JsonNode here() throws ConfigException, IOException, InterruptedException {
        LoadedConfig loaded = root.loadConfig();
        Output.wanted(loaded, List.of(source));
        ObjectNode answer = new ObjectMapper().createObjectNode();
        try (StoppedTokens tokens = StoppedTokens.of(loaded.config(), Clock.systemUTC())) {
            TokenJson.write(tokens.renew(source, PATIENCE), answer);
        }
        return answer;
    }
}
