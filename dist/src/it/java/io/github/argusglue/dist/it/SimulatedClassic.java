package io.github.argusglue.dist.it;

import io.github.argusglue.plugin.aruba.standin.StandInClassic;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A simulated classic Central. The refresh token is in a file, as an operator would have it. */
final class SimulatedClassic implements SimulatedCloud {
    private static final int AP_DISCONNECTED = 4;

    private final StandInClassic central = StandInClassic.start(InstantSource.system());
    private final Path refreshToken = Folders.fresh("classic").resolve("refresh-token");
    private final Map<Integer, String> alerts = new HashMap<>();
    private @Nullable URI hook;

    SimulatedClassic(int accessPoints) {
        IntStream.rangeClosed(1, accessPoints).forEach(i -> central.addAp(serial(i), host(i), site(i)));
        write(central.refreshToken());
    }

    private void write(String token) {
        try {
            Files.writeString(refreshToken, token);
            Files.setPosixFilePermissions(refreshToken, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return central.url();
    }

    @Override
    public String configuration(URI address) {
        return """
                type = "aruba-central-classic"
                url = "%s"
                client_id = "%s"
                client_secret = "%s"
                refresh_token = { file = "%s" }
                webhook_secret = "%s"
                ap_down_for = "0s"
                """.formatted(
                        address,
                        StandInClassic.CLIENT_ID,
                        StandInClassic.CLIENT_SECRET,
                        refreshToken,
                        StandInClassic.WEBHOOK_SECRET);
    }

    @Override
    public void down(int first, int last) {
        for (int i = first; i <= last; i++) {
            central.setAp(serial(i), "Down");
            String alert = central.open(AP_DISCONNECTED, "AP disconnected", serial(i), host(i) + " disconnected");
            alerts.put(i, alert);
            tell(alert);
        }
    }

    @Override
    public void up(int first, int last) {
        for (int i = first; i <= last; i++) {
            central.setAp(serial(i), "Up");
            String alert = alerts.remove(i);
            if (alert != null) {
                central.closeAlert(alert);
                tell(alert);
            }
        }
    }

    private void tell(String alert) {
        if (hook == null) {
            return;
        }
        try {
            central.sendWebhook(hook, alert);
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

    /** All tokens die; then an operator makes a new one. */
    @Override
    public void refuse(boolean refused) {
        if (refused) {
            central.expireAllTokens();
        } else {
            write(central.newRefreshToken());
        }
    }

    @Override
    public void exhaust(boolean exhausted) {
        central.fault("", exhausted ? StandInFault.TOO_MANY : StandInFault.NONE);
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
