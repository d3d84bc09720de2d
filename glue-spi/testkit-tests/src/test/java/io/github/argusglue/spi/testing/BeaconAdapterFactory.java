package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Creates adapters of the system in memory. */
public final class BeaconAdapterFactory implements SourceAdapterFactory<BeaconConfig> {
    private static @Nullable BeaconConfig last;

    @Override
    public String type() {
        return "beacon";
    }

    @Override
    public Class<BeaconConfig> configType() {
        return BeaconConfig.class;
    }

    @Override
    public SourceAdapter create(BeaconConfig config, SourceContext context) {

        switch (config.fault()) {
            case CONFIGURATION_IS_STATIC -> last = config;
            case CREATE_BLOCKS -> BeaconClient.block(config);
            case CREATE_FAILS -> throw new IllegalStateException("not yet");
            case CREATE_CONNECTS -> config.system().connect().close();
            case CREATE_STARTS_A_THREAD ->
                context.threadFactory()
                        .newThread(() -> BeaconClient.block(config))
                        .start();
            case CREATE_SENDS_A_REQUEST -> {
                try {
                    config.system().connect().request(config.password().reveal(), "hosts", "0");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            default -> {}
        }
        return new BeaconAdapter(() -> config.fault() == Fault.CONFIGURATION_IS_STATIC ? last : config, context);
    }
}
