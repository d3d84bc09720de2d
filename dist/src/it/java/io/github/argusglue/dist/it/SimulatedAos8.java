package io.github.argusglue.dist.it;

import io.github.argusglue.plugin.aruba.standin.StandInAos8;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import java.net.URI;
import java.time.Duration;
import java.util.stream.IntStream;

/** A simulated conductor with AOS-8, which has groups instead of sites and sends no webhooks. */
final class SimulatedAos8 implements SimulatedCloud {
    private final StandInAos8 conductor = StandInAos8.start();

    SimulatedAos8(int accessPoints) {
        IntStream.rangeClosed(1, accessPoints).forEach(i -> {
            conductor.set(host(i), "Up 3d:4h:10m");
            conductor.set(host(i), "Group", site(i));
        });
    }

    @Override
    public URI url() {
        return conductor.url();
    }

    @Override
    public String configuration(URI address) {
        return """
                type = "aruba-aos8"
                url = "%s"
                username = "%s"
                password = "%s"
                ap_down_for = "0s"
                """.formatted(address, StandInAos8.USER, StandInAos8.PASSWORD);
    }

    @Override
    public String siteTag() {
        return "group";
    }

    @Override
    public void down(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(i -> conductor.set(host(i), "Down"));
    }

    @Override
    public void up(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(i -> conductor.set(host(i), "Up 0d:0h:1m"));
    }

    @Override
    public void webhooksTo(URI hook) {
        throw new UnsupportedOperationException("a conductor sends no webhooks");
    }

    @Override
    public void refuse(boolean refused) {
        conductor.endSessions();
        conductor.fault("", refused ? StandInFault.REFUSED : StandInFault.NONE);
    }

    @Override
    public void exhaust(boolean exhausted) {
        conductor.fault("", exhausted ? StandInFault.TOO_MANY : StandInFault.NONE);
    }

    @Override
    public void delay(Duration wait) {
        conductor.delay(wait);
    }

    @Override
    public int calls() {
        return conductor.log().size();
    }

    @Override
    public void close() {
        conductor.close();
    }
}
