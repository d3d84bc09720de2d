package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.plugin.generic.message.Document;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file that another program writes. It is parsed again only when it has changed. */
public final class FileSource implements DocumentSource {
    private final Path file;
    private final Clock clock;
    private final ReadLimit limit;
    private @Nullable ReadFile last;

    /** Creates a source. */
    public FileSource(Path file, SourceContext context) {
        this.file = file;
        this.clock = context.clock();
        this.limit = ReadLimit.of(context);
    }

    @Override
    public List<Document> read() throws SourceException, InterruptedException {
        ReadFile read;
        try {
            read = ReadFile.read(file, last, limit, clock.instant());
        } catch (IOException e) {
            throw PathFault.of(file, e, "check 'file', and that the program that writes it runs");
        }
        last = read;
        if (read.fault() != null) {
            throw SourceException.badAnswer(read.fault().getMessage(), null);
        }
        return read.documents();
    }
}
