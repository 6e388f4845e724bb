package kata.deploy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kata.app.AppEnvironment;
import kata.app.Owner;
import kata.compose.ComposeGenerator;
import kata.compose.GenerationContext;
import kata.compose.GenerationContext.RuntimeUse;
import kata.compose.KataFile;
import kata.env.Env;
import kata.home.AppHome;
import kata.process.Progress;
import kata.route.Routes;

/** Goes through a file without checkout, Docker or Caddy, to find what is wrong in it. */
record Rehearsal(AppEnvironment environment, Owner owner) {
  /** Generates what a deploy would. Throws what a person has to fix in the file. */
  void run(AppHome app, KataFile file) {
    Env env = environment.merge(app, file, Progress.silent());
    Map<String, RuntimeUse> runtimes = new LinkedHashMap<>();
    for (String key : file.runtimes()) {
      runtimes.put(key, new RuntimeUse("kata/" + key, app.envs(), false));
    }
    ComposeGenerator.generate(
        file,
        env,
        new GenerationContext(
            "",
            app.code(),
            owner.displayName(),
            AppEnvironment.roots(app),
            runtimes,
            Optional.empty()));
    Routes.read(file, env);
  }
}
