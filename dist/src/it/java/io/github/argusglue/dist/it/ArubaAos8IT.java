package io.github.argusglue.dist.it;

/** A simulated conductor with AOS-8 and the real Argus. */
final class ArubaAos8IT extends CloudScenes {
    ArubaAos8IT(LabArgus argus) {
        super(argus, new SimulatedAos8(ACCESS_POINTS), "plugin-aruba/src/it/openapi/aruba-aos8.openapi.yaml");
    }
}
