import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useRole } from '@/shared/auth/roles';
import { signOut, useSession } from '@/shared/auth/session';
import { type ThemeChoice, useTheme } from '@/shared/theme/theme';
import { IconButton } from '@/shared/ui/button';
import { Logo } from '@/shared/ui/logo';
import { Menu, MenuItem, MenuSeparator } from '@/shared/ui/menu';
import { OutboxBadge } from './outbox-badge';
import { PlantSelector } from './plant-selector';

const themeIcons: Record<ThemeChoice, typeof Sun> = { light: Sun, dark: Moon, system: Monitor };

function ThemeButton() {
  const { t } = useTranslation('shell');
  const { choice, cycle } = useTheme();
  const Icon = themeIcons[choice];
  return (
    <IconButton label={t('theme.title', { name: t(`theme.${choice}`) })} onClick={cycle}>
      <Icon size={17} aria-hidden />
    </IconButton>
  );
}

function UserMenu() {
  const { t } = useTranslation(['shell', 'common']);
  const user = useSession((state) => state.user);
  const role = useRole();
  const navigate = useNavigate();
  return (
    <Menu
      trigger={
        <IconButton label={t('userMenu')}>
          <UserRound size={17} aria-hidden />
        </IconButton>
      }
    >
      <div className="px-2.5 py-1.5">
        <div className="font-medium">{user?.username}</div>
        <div className="text-xs text-ink-muted">{t(`common:roles.${role}`)}</div>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate('/profile')}>
        <CircleUser size={15} aria-hidden />
        {t('profile')}
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut size={15} aria-hidden />
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}

export function Header({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <header className="z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 print:hidden">
      <Link to="/dashboard" className="flex items-center gap-2 rounded-md pr-2">
        <Logo size={24} />
        <span className="text-lg font-semibold tracking-tight max-[26rem]:sr-only">{t('product')}</span>
      </Link>
      <div className="flex-1" />
      <OutboxBadge />
      <PlantSelector />
      <IconButton label={t('keyboardShortcuts')} onClick={onHelp} className="max-sm:hidden">
        <Keyboard size={17} aria-hidden />
      </IconButton>
      <ThemeButton />
      <UserMenu />
    </header>
  );
}
