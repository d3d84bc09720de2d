package io.github.argusglue.dist.it;

import io.github.argusglue.plugin.aruba.standin.StandInCentral;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A simulated New Central. */
public final class SimulatedCentral implements SimulatedCloud {
    private final StandInCentral central = StandInCentral.start(InstantSource.system());
    private volatile @Nullable URI hook;

    /** Starts one with so many access points. */
    public SimulatedCentral(int accessPoints) {
        IntStream.rangeClosed(1, accessPoints).forEach(i -> central.addAp(serial(i), host(i), site(i)));
    }

    @Override
    public URI url() {
        return central.url();
    }

    @Override
    public String configuration(URI address) {
        return """
                type = "aruba-central"
                url = "%s"
                token_url = "%s/as/token.oauth2"
                client_id = "%s"
                client_secret = "%s"
                webhook_secret = "%s"
                webhook_header = "%s"
                ap_down_for = "0s"
                """.formatted(
                        address,
                        address,
                        StandInCentral.CLIENT_ID,
                        StandInCentral.CLIENT_SECRET,
                        StandInCentral.WEBHOOK_SECRET,
                        StandInCentral.SIGNATURE_HEADER);
    }

    @Override
    public void down(int first, int last) {
        IntStream.rangeClosed(first, last).mapToObj(this::serial).forEach(serial -> {
            central.down(serial);
            tell(serial);
        });
    }

    @Override
    public void up(int first, int last) {
        IntStream.rangeClosed(first, last).mapToObj(this::serial).forEach(serial -> {
            central.up(serial);
            tell(serial);
        });
    }

    private void tell(String serial) {
        URI target = hook;
        if (target == null) {
            return;
        }
        try {
            int status = central.sendWebhook(target, serial);
            if (status / 100 != 2) {
                throw new AssertionError("the webhook was refused: " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void webhooksTo(URI target) {
        hook = target;
    }

    @Override
    public void refuse(boolean refused) {
        central.fault(refused ? StandInFault.REFUSED : StandInFault.NONE);
    }

    @Override
    public void exhaust(boolean exhausted) {
        central.fault(exhausted ? StandInFault.TOO_MANY : StandInFault.NONE);
    }

    @Override
    public void delay(Duration wait) {
        central.delay(wait);
    }

    @Override
    public int calls() {
        return central.log().size();
    }

    @Override
    public void close() {
        central.close();
    }
}
