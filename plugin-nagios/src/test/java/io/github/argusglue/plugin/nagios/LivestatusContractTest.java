package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.standin.LivestatusServer;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.ResponderContract;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of the SPI with a simulated Nagios that is read through Livestatus. */
class LivestatusContractTest extends SourceAdapterFailureContract<NagiosConfig>
        implements FeedbackContract, AcknowledgementContract, SuppressionContract, EndingsContract, HeldContract {
    @TempDir
    private Path folder;

    private int systems;

    @Override
    protected SourceAdapterFactory<NagiosConfig> factory() {
        return new NagiosAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        try {
            return new Simulated(clock(), folder.resolve("live" + systems++));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected NagiosConfig config(FakeSystem system) {
        try {
            String address = ((Simulated) system).server.address();
            HttpAccess access =
                    HttpAccess.builder().timeout(Duration.ofSeconds(2)).build();
            return RemoteNagiosSystem.config(Optional.of(address), Optional.empty(), access);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PagedSystem.class, "one answer has all rows of a table",
                UnreadableSystem.class, "every row has the columns that were asked for");
    }

    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(AdoptContract.class, ResponderContract.class, HistoryContract.class);
    }

    private static final class Simulated extends RemoteNagiosSystem {
        private final LivestatusServer server;

        Simulated(SettableClock clock, Path file) throws IOException {
            super(clock);
            server = LivestatusServer.unix(nagios, file);
        }

        @Override
        public void inject(Failure failure) {
            switch (failure) {
                case DOWN -> nagios.stop();
                case HANGS -> server.hang(true);
                default -> injectInto("", failure);
            }
        }

        @Override
        public void injectInto(String list, Failure failure) {
            String request = list.isEmpty() ? "" : "GET " + list + "\n";
            switch (failure) {
                case DOWN -> server.distort(request, answer -> new byte[0]);
                case REFUSES_CREDENTIALS -> server.distort(request, answer -> answer(403, "not you\n"));
                case ANSWERS_ERROR -> server.distort(request, answer -> answer(500, "out of memory\n"));
                case ANSWERS_INVALID -> server.distort(request, answer -> answer(200, "<html></html>\n"));
                case ANSWERS_NOTHING -> server.distort(request, answer -> answer(200, "{}\n"));
                case TRUNCATES_ANSWERS -> server.distort(request, answer -> Arrays.copyOf(answer, answer.length - 1));
                default -> throw new UnsupportedOperationException(failure.name());
            }
        }

        private static byte[] answer(int status, String text) {
            return (status + String.format(Locale.ROOT, " %11d", text.length()) + "\n" + text)
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void recover() {
            server.distort(answer -> answer);
            server.hang(false);
            super.recover();
        }

        /** Returns the number of requests without those that wait for changes, which come at any time. */
        @Override
        public int requests() {
            return (int) server.requests().stream()
                    .filter(request -> !request.contains("Stats: acknowledged = 1"))
                    .count();
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
