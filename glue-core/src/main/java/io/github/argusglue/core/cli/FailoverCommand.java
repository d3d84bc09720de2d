package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets by hand whether the running process takes over for a primary. */
@Command(
        description = {
            "Set by hand whether the running argus-glue takes over the sources of a primary, or see how it does.",
            "What is set by hand holds whatever the primary does, also after a restart, until it is set to auto."
        })
final class FailoverCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(index = "0", paramLabel = "NAME", description = "Primary: NAME of [failover.NAME].")
    private String group = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ROLE",
            description = "What is to hold: ${COMPLETION-CANDIDATES}; nothing to see what holds now.")
    private @Nullable Wanted wanted;

    @Spec
    private @Nullable CommandSpec spec;

    FailoverCommand(GlueCommand root) {
        this.root = root;
    }

    /** What a person may say. */
    @SuppressWarnings("MemberName") // as it is typed
    enum Wanted {
        active,
        standby,
        auto
    }

    @Override
    public Integer call() throws ConfigException, ControlException {
        String role = wanted == null ? "" : wanted.name().toLowerCase(Locale.ROOT);
        JsonNode answer = process.call(root, Map.of("command", "failover", "group", group, "role", role));
        Output.of(spec).println(answer.path("text").asText());
        return ExitCode.OK;
    }
}
