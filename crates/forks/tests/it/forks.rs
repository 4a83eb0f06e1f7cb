//! What a fork holds, and what it never does.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use domain::ids::{CaseId, CommitId};
use forks::{Fault, Fork, Forks};
use tempfile::TempDir;

use crate::project::{Project, git_in};

const CASE: CaseId = CaseId::from_bytes([7; 16]);

async fn fork_of(project: &Project) -> (TempDir, Fork, CommitId) {
    let dir = tempfile::tempdir().unwrap();
    let fork = Forks::new(dir.path().join("forks")).create(CASE).await.unwrap();
    let head = fork.import(&project.path(), &"main".parse().unwrap()).await.unwrap();
    (dir, fork, head)
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_fork_is_made_once_empty_and_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let forks = Forks::new(dir.path().join("forks"));
    assert_eq!(forks.find(CASE).await, None);
    let fork = forks.create(CASE).await.unwrap();
    assert_eq!(fork.path(), dir.path().join(format!("forks/{CASE}.git")));
    assert_eq!((mode(&dir.path().join("forks")), mode(fork.path())), (0o700, 0o700));
    assert_eq!(git_in(fork.path(), &["symbolic-ref", "HEAD"]), "refs/heads/main");
    assert!(!fork.path().join("hooks").exists());
    std::fs::write(fork.path().join("kept"), "").unwrap();
    assert_eq!(forks.create(CASE).await.unwrap(), fork);
    assert!(fork.path().join("kept").exists(), "a second making leaves the first alone");
    assert_eq!(forks.find(CASE).await, Some(fork));
}

#[tokio::test]
async fn a_fork_half_made_when_the_power_went_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let half = dir.path().join(format!(".{CASE}.half"));
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("HEAD"), "ref: ref").unwrap();
    let fork = Forks::new(dir.path()).create(CASE).await.unwrap();
    assert_eq!(git_in(fork.path(), &["symbolic-ref", "HEAD"]), "refs/heads/main");
    assert!(!half.exists());
}

#[tokio::test]
async fn an_imported_branch_comes_with_its_history_and_nothing_else() {
    let project = Project::begin();
    let first = project.git(&["rev-parse", "HEAD"]);
    let head = project.commit("lib.rs", "fn flawed() { /* less */ }\n");
    project.git(&["checkout", "--quiet", "-b", "other"]);
    let other = project.commit("lib.rs", "fn other() {}\n");
    let (_dir, fork, imported) = fork_of(&project).await;
    assert_eq!(imported.to_string(), head);
    let has = async |commit: &str| fork.has_commit(&commit.parse().unwrap()).await.unwrap();
    assert!(has(&head).await && has(&first).await);
    assert!(!has(&other).await, "another branch came along");
    assert!(!has(&"0".repeat(40)).await);
    assert_eq!(git_in(fork.path(), &["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
}

#[tokio::test]
async fn a_tree_s_id_is_not_a_commit() {
    let project = Project::begin();
    let tree = project.git(&["rev-parse", "HEAD^{tree}"]);
    let (_dir, fork, _head) = fork_of(&project).await;
    assert!(!fork.has_commit(&tree.parse().unwrap()).await.unwrap());
}

#[tokio::test]
async fn a_fork_shares_no_objects_with_the_repository_it_came_from() {
    let project = Project::begin();
    let (_dir, fork, head) = fork_of(&project).await;
    assert!(!fork.path().join("objects/info/alternates").exists());
    let (_path, commit) = (project.path(), head.to_string());
    drop(project);
    assert_eq!(git_in(fork.path(), &["fsck", "--full", "--strict"]), "", "the fork stands alone");
    assert_eq!(git_in(fork.path(), &["rev-parse", "main"]), commit);
}

#[tokio::test]
async fn a_fix_made_in_the_fork_is_there_and_the_next_import_of_its_branch_brings_it_up_to_date() {
    let project = Project::begin();
    let (dir, fork, _head) = fork_of(&project).await;
    let work = dir.path().join("work");
    git_in(dir.path(), &["clone", "--quiet", fork.path().to_str().unwrap(), "work"]);
    std::fs::write(work.join("lib.rs"), "fn fixed() {}\n").unwrap();
    git_in(&work, &["commit", "--quiet", "-am", "the fix"]);
    git_in(&work, &["push", "--quiet", "origin", "HEAD:refs/heads/fix"]);
    let fix = git_in(&work, &["rev-parse", "HEAD"]);
    assert!(fork.has_commit(&fix.parse().unwrap()).await.unwrap());
    let moved = project.commit("lib.rs", "fn flawed() {} // moved on\n");
    let head = fork.import(&project.path(), &"main".parse().unwrap()).await.unwrap();
    assert_eq!(head.to_string(), moved);
    assert!(fork.has_commit(&fix.parse().unwrap()).await.unwrap());
}

#[tokio::test]
async fn a_hook_in_either_repository_never_runs() {
    let project = Project::begin();
    let (dir, fork, _head) = fork_of(&project).await;
    let witness = dir.path().join("ran");
    for hooks in [fork.path().join("hooks"), project.path().join(".git/hooks")] {
        std::fs::create_dir_all(&hooks).unwrap();
        for hook in [
            "reference-transaction",
            "post-update",
            "post-index-change",
            "pre-push",
            "update",
            "post-receive",
            "pre-receive",
        ] {
            let path = hooks.join(hook);
            std::fs::write(&path, format!("#!/bin/sh\ntouch {}\n", witness.display())).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        }
    }
    project.commit("lib.rs", "fn flawed() {} // again\n");
    let _before = std::fs::remove_file(&witness);
    fork.import(&project.path(), &"main".parse().unwrap()).await.unwrap();
    fork.archive(&dir.path().join("case.bundle")).await.unwrap();
    assert!(!witness.exists(), "a hook ran");
    // The fork's own settings hold for those who serve it, too.
    git_in(
        &project.path(),
        &["push", "--quiet", "--no-verify", fork.path().to_str().unwrap(), "main:refs/heads/pushed"],
    );
    let ran_in_project = std::fs::remove_file(&witness).is_ok();
    assert!(!fork.path().join("hooks/ran").exists() && (ran_in_project || !witness.exists()));
}

#[tokio::test]
async fn malformed_objects_do_not_come_in() {
    let project = Project::begin();
    // A tree that would write into `.git` of whoever checks it out.
    std::fs::write(project.path().join("evil"), "[core]\n").unwrap();
    let blob = project.git(&["hash-object", "-w", "evil"]);
    let inner = mktree(&project, &format!("100644 blob {blob}\tconfig\n"));
    let tree = mktree(&project, &format!("040000 tree {inner}\t.git\n"));
    let commit = project.git(&["commit-tree", &tree, "-m", "evil"]);
    project.git(&["update-ref", "refs/heads/evil", &commit]);
    let (_dir, fork, _head) = fork_of(&project).await;
    let fault = fork.import(&project.path(), &"evil".parse().unwrap()).await.unwrap_err();
    assert!(fault.to_string().contains("hasDotgit"), "{fault}");
    assert!(!fork.has_commit(&commit.parse().unwrap()).await.unwrap());
}

fn mktree(project: &Project, lines: &str) -> String {
    std::fs::write(project.path().join("lines"), lines).unwrap();
    let script = std::process::Command::new("sh")
        .arg("-c")
        .arg("git mktree < lines")
        .current_dir(project.path())
        .output()
        .unwrap();
    String::from_utf8(script.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn what_does_not_exist_is_a_fault_that_says_so() {
    let project = Project::begin();
    let (dir, fork, _head) = fork_of(&project).await;
    let branch = fork.import(&project.path(), &"absent".parse().unwrap()).await.unwrap_err();
    assert!(matches!(branch, Fault::Git { step: "fetch", .. }), "{branch}");
    let place = fork.import(&dir.path().join("absent"), &"main".parse().unwrap()).await.unwrap_err();
    assert!(matches!(place, Fault::Machine(_)), "{place}");
    let tag = fork.digest_of_tag(&"absent".parse().unwrap()).await.unwrap_err();
    assert!(matches!(tag, Fault::Git { step: "archive", .. }), "{tag}");
    let empty = Forks::new(dir.path().join("others")).create(CASE).await.unwrap();
    let bundle = dir.path().join("empty.bundle");
    assert!(empty.archive(&bundle).await.unwrap_err().to_string().contains("empty bundle"));
    assert!(!bundle.exists() && !dir.path().join("empty.bundle.half").exists());
}

#[tokio::test]
async fn an_archive_is_one_private_file_from_which_everything_comes_back() {
    let project = Project::begin();
    let (dir, fork, head) = fork_of(&project).await;
    let bundle = dir.path().join("case.bundle");
    fork.archive(&bundle).await.unwrap();
    fork.archive(&bundle).await.unwrap();
    assert_eq!(mode(&bundle), 0o600);
    git_in(dir.path(), &["clone", "--quiet", "case.bundle", "back"]);
    assert_eq!(git_in(&dir.path().join("back"), &["rev-parse", "HEAD"]), head.to_string());
}

#[tokio::test]
async fn a_tag_s_digest_is_that_of_the_tarball_users_would_make() {
    let project = Project::begin();
    let (dir, fork, _head) = fork_of(&project).await;
    git_in(fork.path(), &["tag", "v1.0.1", "main"]);
    let tarball = dir.path().join("v1.0.1.tar");
    git_in(fork.path(), &["archive", "--format=tar", "--output", tarball.to_str().unwrap(), "v1.0.1"]);
    let expected = std::process::Command::new("sha256sum").arg(&tarball).output().unwrap().stdout;
    let expected = String::from_utf8(expected).unwrap();
    let digest = fork.digest_of_tag(&"v1.0.1".parse().unwrap()).await.unwrap();
    assert_eq!(Some(digest.as_str()), expected.split(' ').next());
}

#[tokio::test]
async fn a_file_of_the_project_is_read_where_its_default_branch_is() {
    let project = Project::begin();
    project.commit("CODEOWNERS", "* @ana\n");
    std::fs::write(project.path().join("CODEOWNERS"), "* @not-committed\n").unwrap();
    let read = forks::Project::at(&project.path());
    assert_eq!(read.file("CODEOWNERS", 1000).await.unwrap().as_deref(), Some(b"* @ana\n".as_slice()));
    assert_eq!(read.file("docs/CODEOWNERS", 1000).await.unwrap(), None);
    assert_eq!(read.file("CODEOWNERS", 3).await.unwrap(), None, "it is too long");
    assert_eq!(read.file("--help", 1000).await.unwrap(), None);
    assert_eq!(read.file("x\nHEAD:CODEOWNERS", 1000).await.unwrap(), None);
    let bare = project.path().join("mirror.git");
    project.git(&["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    assert!(forks::Project::at(&bare).file("CODEOWNERS", 1000).await.unwrap().is_some());
    let nothing = tempfile::tempdir().unwrap();
    assert!(forks::Project::at(nothing.path()).file("CODEOWNERS", 1000).await.is_err());
}
