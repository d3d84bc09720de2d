package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the SPI with an input that is read: what its system lies in, and what of it is configured. */
abstract class InputContract<S extends WrittenAlerts> extends SourceAdapterFailureContract<GenericConfig> {
    private final Class<S> type;

    @TempDir
    Path dir;

    InputContract(Class<S> type) {
        this.type = type;
    }

    /** Makes a system that lies in a new folder. */
    abstract S system(Path folder) throws IOException;

    abstract InputConfig input(S system);

    @Override
    protected final SourceAdapterFactory<GenericConfig> factory() {
        return new GenericAdapterFactory();
    }

    @Override
    protected final FakeSystem system() {
        try {
            return system(Files.createTempDirectory(dir, "system"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected final GenericConfig config(FakeSystem system) {
        return GenericSource.reading(input(type.cast(system)));
    }

    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(EndingsContract.class);
    }
}
