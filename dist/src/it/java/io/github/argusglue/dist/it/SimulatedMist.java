package io.github.argusglue.dist.it;

import io.github.argusglue.plugin.mist.standin.MistFault;
import io.github.argusglue.plugin.mist.standin.StandInMist;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A simulated Mist. */
public final class SimulatedMist implements SimulatedCloud {
    private final StandInMist mist = StandInMist.start(InstantSource.system());
    private final List<String> macs = new ArrayList<>();

    /** Starts one with so many access points. */
    public SimulatedMist(int accessPoints) {
        String site = "";
        for (int i = 1; i <= accessPoints; i++) {
            if (i % SITE == 1) {
                site = mist.organisation().addSite(site(i));
            }
            macs.add(mist.organisation().addDevice("ap", host(i), site));
        }
    }

    @Override
    public URI url() {
        return mist.url();
    }

    @Override
    public String configuration(URI address) {
        return """
                type = "mist"
                url = "%s"
                org = "%s"
                token = "%s"
                webhook_secret = "%s"
                down_for = "0s"
                """.formatted(address, StandInMist.ORG, StandInMist.TOKEN, StandInMist.WEBHOOK_SECRET);
    }

    @Override
    public void down(int first, int last) {
        macs.subList(first - 1, last).forEach(mist.organisation()::disconnect);
    }

    @Override
    public void up(int first, int last) {
        macs.subList(first - 1, last).forEach(mist.organisation()::reconnect);
    }

    @Override
    public void webhooksTo(URI hook) {
        mist.webhooks().target(hook);
    }

    @Override
    public void refuse(boolean refused) {
        mist.fault(refused ? MistFault.TOKEN_EXPIRED : MistFault.NONE);
    }

    @Override
    public void exhaust(boolean exhausted) {
        mist.fault(exhausted ? MistFault.QUOTA_SPENT : MistFault.NONE);
    }

    @Override
    public void delay(Duration wait) {
        mist.delay(wait);
    }

    @Override
    public int calls() {
        return mist.requests();
    }

    @Override
    public void close() {
        mist.close();
    }
}
