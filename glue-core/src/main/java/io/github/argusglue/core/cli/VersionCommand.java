package io.github.argusglue.core.cli;

import io.github.argusglue.core.plugin.BuildInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the versions. Only reads one small file of its own, and must stay fast. */
@Command(description = "Show the versions of argus-glue, its plugin interface (SPI) and Java.")
final class VersionCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Output.of(spec).println(text());
    }

    /** Returns the versions as one line. */
    static String text() {
        BuildInfo info = BuildInfo.read();
        return "argus-glue " + info.version() + " (SPI " + info.spiVersion() + ", Java "
                + System.getProperty("java.version") + ")";
    }

    /** For the option {@code --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }
    }
}
