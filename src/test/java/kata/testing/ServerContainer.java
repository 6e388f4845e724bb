package kata.testing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A whole Debian server in a container, with its own dockerd; see src/test/server. */
public final class ServerContainer extends GenericContainer<ServerContainer> {
  private static final Capability[] CAPABILITIES = {
    Capability.AUDIT_CONTROL,
    Capability.AUDIT_READ,
    Capability.BLOCK_SUSPEND,
    Capability.DAC_READ_SEARCH,
    Capability.IPC_LOCK,
    Capability.IPC_OWNER,
    Capability.LEASE,
    Capability.LINUX_IMMUTABLE,
    Capability.MAC_ADMIN,
    Capability.MAC_OVERRIDE,
    Capability.NET_ADMIN,
    Capability.NET_BROADCAST,
    Capability.SYSLOG,
    Capability.SYS_ADMIN,
    Capability.SYS_BOOT,
    Capability.SYS_MODULE,
    Capability.SYS_NICE,
    Capability.SYS_PACCT,
    Capability.SYS_PTRACE,
    Capability.SYS_RAWIO,
    Capability.SYS_TIME,
    Capability.SYS_TTY_CONFIG,
    Capability.WAKE_ALARM
  };

  private final List<Bind> binds =
      new ArrayList<>(List.of(Bind.parse("/sys/fs/cgroup:/sys/fs/cgroup:rw")));

  /** Creates a server of a Debian release, without starting it. */
  public ServerContainer(String release) {
    super(DockerImageName.parse("kata-test/server:" + release));
    withCreateContainerCmdModifier(this::asServer);
    waitingFor(Wait.forLogMessage(".*READY.*", 1).withStartupTimeout(Duration.ofMinutes(2)));
  }

  /** Mounts a folder of this machine, like {@code -v} of docker run. */
  public ServerContainer withBind(String bind) {
    binds.add(Bind.parse(bind));
    return this;
  }

  private void asServer(CreateContainerCmd command) {
    HostConfig given = Objects.requireNonNull(command.getHostConfig());
    HostConfig host = new UnmaskedHost().withPortBindings(given.getPortBindings());
    command.withHostConfig(host);
    command.withVolumes(new Volume("/var/lib/docker"));
    host.withCapAdd(CAPABILITIES)
        .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
        .withDeviceCgroupRules(List.of("a *:* rwm"))
        .withBinds(binds);
  }

  /** The docker command's systempaths=unconfined, which docker-java does not have. */
  private static final class UnmaskedHost extends HostConfig {
    private static final long serialVersionUID = 1L;

    @JsonProperty("MaskedPaths")
    List<String> maskedPaths() {
      return List.of();
    }

    @JsonProperty("ReadonlyPaths")
    List<String> readonlyPaths() {
      return List.of();
    }
  }
}
