package io.github.argusglue.core.cli;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.Preview;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The results of previewing several sources, one after another. A source that cannot be read is reported and does not
 * stop the others.
 *
 * @param faults why a source could not be read, by name
 */
record PreviewRunner<T>(List<T> results, Map<String, String> faults) {
    /** Previews one source. */
    @FunctionalInterface
    interface Look<T> {
        T at(Preview preview, String source) throws ArgusException, SourceException, InterruptedException;
    }

    static <T> PreviewRunner<T> run(
            LoadedConfig loaded, Set<String> sources, RunOptions options, @Nullable CommandSpec spec, Look<T> look)
            throws IOException, InterruptedException {
        Preview preview = Bootstrap.preview(loaded.config(), loaded.plugins(), options, Clock.systemUTC());
        List<T> results = new ArrayList<>();
        Map<String, String> faults = new LinkedHashMap<>();
        try {
            for (String source : sources) {
                try {
                    results.add(look.at(preview, source));
                } catch (ArgusException e) {
                    faults.put(source, String.valueOf(e.getMessage()));
                    Output.errOf(spec).println(e.getMessage());
                } catch (SourceException e) {
                    faults.put(source, String.valueOf(e.getMessage()));
                    Output.errOf(spec).println("source '" + source + "': " + e.getMessage());
                    Output.stackTrace(e, spec);
                }
            }
        } finally {
            preview.close();
        }
        return new PreviewRunner<>(results, faults);
    }

    /** Shows the results; returns the exit code. */
    int show(boolean json, @Nullable CommandSpec spec, Output.JsonWriter<T> writer, BiConsumer<T, PrintWriter> printer)
            throws IOException {
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(Output.json(results, writer, faults));
        } else {
            results.forEach(result -> printer.accept(result, out));
        }
        return faults.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
