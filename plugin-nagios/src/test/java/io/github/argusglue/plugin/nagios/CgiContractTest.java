package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.standin.CgiServer;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the contract of the SPI with a simulated Nagios that is read through its CGIs, which is read-only. */
class CgiContractTest extends SourceAdapterFailureContract<NagiosConfig>
        implements AcknowledgementContract, SuppressionContract, EndingsContract, HeldContract {

    @Override
    protected SourceAdapterFactory<NagiosConfig> factory() {
        return new NagiosAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        try {
            return new Simulated(clock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected NagiosConfig config(FakeSystem system) {
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(2))
                .basic(CgiServer.USER, Secret.of(CgiServer.PASSWORD))
                .build();
        return RemoteNagiosSystem.config(Optional.empty(), Optional.of(((Simulated) system).server.url()), access);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PagedSystem.class, "one answer has all objects",
                UnreadableSystem.class, "the CGIs write every attribute of an object");
    }

    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(AdoptContract.class, ResponderContract.class, HistoryContract.class);
    }

    private static final class Simulated extends RemoteNagiosSystem {
        private static final Map<String, String> LISTS =
                Map.of("", "", "hosts", "statusjson.cgi hostlist", "services", "statusjson.cgi servicelist");

        private final CgiServer server;

        Simulated(SettableClock clock) throws IOException {
            super(clock);
            server = new CgiServer(nagios);
        }

        @Override
        public void inject(Failure failure) {
            switch (failure) {
                case DOWN -> nagios.stop();
                case REFUSES_CREDENTIALS -> server.accept(false);
                case HANGS -> server.hang(true);
                default -> injectInto("", failure);
            }
        }

        @Override
        public void injectInto(String list, Failure failure) {
            String request = LISTS.getOrDefault(list, "");
            switch (failure) {
                case DOWN -> server.distort(request, answer -> new byte[0]);
                case ANSWERS_ERROR ->
                    server.distort(request, answer -> bytes("{\"result\":{\"type_code\":4,\"type_text\":\"Error\"}}"));
                case ANSWERS_INVALID -> server.distort(request, answer -> bytes("<html></html>"));
                case ANSWERS_NOTHING -> server.distort(request, answer -> bytes("{}"));
                case TRUNCATES_ANSWERS -> server.distort(request, answer -> Arrays.copyOf(answer, answer.length / 2));
                default -> throw new UnsupportedOperationException(failure.name());
            }
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void recover() {
            server.distort(answer -> answer);
            server.hang(false);
            server.accept(true);
            super.recover();
        }

        @Override
        public int requests() {
            return server.requests().size();
        }

        @Override
        public List<String> secrets() {
            return List.of(CgiServer.PASSWORD);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
