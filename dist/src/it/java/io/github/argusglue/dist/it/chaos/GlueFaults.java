package io.github.argusglue.dist.it.chaos;

import java.util.List;
import java.util.Set;

/** What happens to the program itself. */
final class GlueFaults {
    /** The kinds after which another process runs. */
    static final Set<String> ENDING = Set.of("GLUE_KILLED", "GLUE_ENDED", "STATE_DELETED");

    private GlueFaults() {}

    static List<FaultKind> of(ChaosLab lab) {
        GlueControl glue = lab.glue();
        return List.of(
                new FaultKind("GLUE_KILLED", 5, 1_000, random -> {
                    glue.kill();
                    return glue::start;
                }),
                new FaultKind("GLUE_ENDED", 2, 1_000, random -> {
                    glue.end();
                    return glue::start;
                }),
                new FaultKind("GLUE_FROZEN", 3, 4_000, random -> {
                    glue.pause();
                    return glue::resume;
                }),
                new FaultKind("GLUE_HUNG_UP", 3, 500, random -> {
                    glue.hangUp();
                    return () -> {};
                }),
                new FaultKind("GLUE_RECONFIGURED", 3, 500, random -> {
                    lab.configure(random.nextInt(3), random.nextInt(4));
                    glue.hangUp();
                    return () -> {};
                }),
                new FaultKind("GLUE_RELOADED", 1, 500, random -> {
                    lab.configure(random.nextInt(3), random.nextInt(4));
                    // It may be down, or receive this at the next fault.
                    glue.command("reload");
                    return () -> {};
                }),
                new FaultKind("STATE_DELETED", 2, 500, random -> lab.deleteState()),
                new FaultKind("STATE_UNWRITABLE", 2, 4_000, random -> lab.blockState()));
    }
}
