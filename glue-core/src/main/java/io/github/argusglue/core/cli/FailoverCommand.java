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

/** Sets the role of the running process for a primary by hand, or shows it. */
@Command(
        description = {
            "Set by hand whether the running argus-glue takes over the sources of a primary, or show its current role.",
            "Without a name, also show the cluster, whose roles cannot be set by hand.",
            "A role that is set by hand stays, also after a restart and whatever the primary does, until it"
                    + " is set to auto."
        })
final class FailoverCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Failover group: NAME of [failover.NAME]. Without it, all groups and the cluster are shown.")
    private String group = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ROLE",
            description = "Role to set: ${COMPLETION-CANDIDATES}. Without it, the current role is shown.")
    private @Nullable Wanted wanted;

    @Spec
    private @Nullable CommandSpec spec;

    FailoverCommand(GlueCommand root) {
        this.root = root;
    }

    /** The roles that can be set. */
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
